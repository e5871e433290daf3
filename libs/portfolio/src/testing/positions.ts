import {
  defineInstrument,
  expectOk,
  parseDecimal,
  parseMoney,
  type Instrument,
  type InstrumentSpec,
} from '@bourseworks/domain';
import type { MarginInput, MarginPosition } from '../margin/margin-model.js';

/** A share in cents, unless said otherwise. */
export function instrument(symbol: string, spec: Partial<InstrumentSpec> = {}): Instrument {
  return expectOk(
    defineInstrument({
      venue: 'v',
      symbol,
      assetClass: 'equity',
      currency: 'USD',
      tickSize: '0.01',
      lotSize: '1',
      ...spec,
    }),
  );
}

export const money = (text: string): bigint => expectOk(parseMoney(text));

/** A position of a quantity at an entry price and a mark, as decimal texts. */
export function held(of: Instrument, quantity: string, entry: string, mark = entry): MarginPosition {
  const units = expectOk(parseDecimal(quantity, of.qtyScale));
  const cost = BigInt(units) * BigInt(expectOk(parseDecimal(entry, of.priceScale))) * of.moneyFactor;
  return { instrument: of, quantity: units, mark: expectOk(parseDecimal(mark, of.priceScale)), cost };
}

export function account(cash: string, ...positions: MarginPosition[]): MarginInput {
  return { currency: 'USD', cash: money(cash), positions };
}
