import { dayOfDate } from '@bourseworks/domain';
import { fields, type Raw } from '../fields.js';

/** Decimals that rates are counted at, and prices beside them. */
export const RATE_SCALE = 9;
const ONE = 10 ** RATE_SCALE;

/** What changes the price of a share, as Alpaca tells it; `date` is the first day of trading after it. */
export type ToldAction =
  | { readonly kind: 'split'; readonly date: string; readonly n: number; readonly m: number }
  /** Cash for a share, at RATE_SCALE decimals. */
  | { readonly kind: 'dividend'; readonly date: string; readonly amount: number };

/**
 * Splits, stock dividends and cash dividends of a symbol. Mergers, spin-offs, splits of units and changes of names are passed over:
 * they make another security of one. Throws DomainError DATA_FORMAT.
 */
export function actionsOfPage(page: Raw, symbol: string): ToldAction[] {
  const told = fields.asRaw(page['corporate_actions'], 'corporate actions');
  const of = (kind: string): Raw[] =>
    (told[kind] === undefined || told[kind] === null ? [] : fields.listOf(told, kind))
      .map((action) => fields.asRaw(action, 'a corporate action'))
      .filter((action) => action['symbol'] === symbol);
  return [
    ...[...of('forward_splits'), ...of('reverse_splits')].map((raw): ToldAction => {
      return { kind: 'split', date: dateOf(raw), n: rateOf(raw, 'new_rate'), m: rateOf(raw, 'old_rate') };
    }),
    ...of('stock_dividends').map((raw): ToldAction => {
      return { kind: 'split', date: dateOf(raw), n: ONE + rateOf(raw, 'rate'), m: ONE };
    }),
    ...of('cash_dividends').map((raw): ToldAction => {
      return { kind: 'dividend', date: dateOf(raw), amount: rateOf(raw, 'rate') };
    }),
  ];
}

function rateOf(raw: Raw, field: string): number {
  const units = fields.roundedUnitsOf(raw[field], RATE_SCALE);
  if (units > 0) return units;
  throw fields.badData(`no rate in ${field}`);
}

function dateOf(raw: Raw): string {
  const date = fields.textOf(raw, 'ex_date');
  if (dayOfDate(date) !== undefined) return date;
  throw fields.badData('a corporate action without a date');
}
