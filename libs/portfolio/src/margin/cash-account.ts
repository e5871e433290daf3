import { ok, refuse, type Result } from '@bourseworks/domain';
import { assessment, equityOf, type MarginAssessment, type MarginInput, type MarginModel } from './margin-model.js';

/**
 * Cash account: everything is paid in full, nothing is borrowed or sold short (Regulation T, 12 CFR 220.8(a)). Buying
 * power is the cash; settlement days are not modelled, so proceeds count at once. Refuses MARGIN_SHORT_FORBIDDEN.
 */
export class CashAccount implements MarginModel {
  readonly name = 'cash';

  assess(input: MarginInput): Result<MarginAssessment> {
    const equity = equityOf(input);
    if (!equity.ok) return equity;
    const short = input.positions.find((position) => position.quantity < 0);
    if (short !== undefined)
      return refuse('MARGIN_SHORT_FORBIDDEN', `${short.instrument.key} would be short`, {
        instrument: short.instrument.key,
        quantity: short.quantity,
      });
    const value = equity.value - input.cash;
    return ok(assessment(equity.value, value, value, input.cash));
  }
}
