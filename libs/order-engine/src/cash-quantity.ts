import { parseMoney, quantityForCash, type Instrument } from '@bourseworks/domain';
import type { SubmitCommand } from './commands.js';
import { denial, type Denial, type EngineContext } from './context.js';
import { readQuantity } from './terms.js';

/**
 * The quantity of an order by amount: what the amount pays for at the limit, without one at the price at which it would be
 * reserved (the edge of the collar), in whole lots. From here on it is an order like any other.
 */
function ofAmount(ctx: EngineContext, cmd: SubmitCommand, amountText: string, instrument: Instrument, price: number) {
  if (Number(cmd.quantity) !== 0) return denial('BAD_REQUEST', 'an order has a quantity or an amount');
  if (cmd.type !== 'MARKET' && cmd.type !== 'LIMIT')
    return denial('ORDER_TERMS_INVALID', 'an amount goes with MARKET and LIMIT');
  const amount = parseMoney(amountText);
  if (!amount.ok || amount.value <= 0n) return denial('QUANTITY_INVALID', `amount ${amountText} is not a positive sum`);
  const { risk } = ctx.state;
  const at = price || risk.reservePrice(risk.path(cmd.account, cmd.strategy, instrument), cmd.side, true, 0);
  if (at <= 0) return denial('RISK_NO_REFERENCE', 'no price says what the amount buys');
  const quantity = quantityForCash(instrument, amount.value, at);
  if (quantity === 0) return denial('QUANTITY_INVALID', `amount ${amountText} buys less than one lot`);
  return readQuantity(quantity, instrument);
}

/** The quantity that a command orders, in units, or why it cannot be. `price` is its limit, 0 without one. */
export function orderedQuantity(
  ctx: EngineContext,
  cmd: SubmitCommand,
  instrument: Instrument,
  price: number,
): number | Denial {
  const { cashAmount } = cmd;
  return cashAmount === undefined
    ? readQuantity(cmd.quantity, instrument)
    : ofAmount(ctx, cmd, cashAmount, instrument, price);
}
