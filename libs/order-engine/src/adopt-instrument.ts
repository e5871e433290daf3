import type { Instrument } from '@bourseworks/domain';
import { denial, type Denial, type EngineContext } from './context.js';

function sameMoney(a: Instrument, b: Instrument): boolean {
  return (
    a.priceScale === b.priceScale &&
    a.qtyScale === b.qtyScale &&
    a.multiplier === b.multiplier &&
    a.currency === b.currency
  );
}

function sameRules(a: Instrument, b: Instrument): boolean {
  return (
    a.tickSize === b.tickSize &&
    a.lotSize === b.lotSize &&
    a.minQuantity === b.minQuantity &&
    a.maxQuantity === b.maxQuantity &&
    a.assetClass === b.assetClass &&
    a.base === b.base
  );
}

/** The engine's own copy of an instrument, journaled before its first use and whenever its trading rules change. */
export function adopt(ctx: EngineContext, offered: Instrument, nowUs: number): Instrument | Denial {
  const known = ctx.state.instruments.get(offered.key);
  if (known !== undefined) {
    // Orders and positions are integers at these scales: another scale would change their meaning.
    if (!sameMoney(known, offered))
      return denial('INSTRUMENT_INVALID', `${offered.key} changed its scales, multiplier or currency`);
    if (sameRules(known, offered)) return known;
  }
  const {
    venue,
    symbol,
    assetClass,
    currency,
    base,
    priceScale,
    qtyScale,
    tickSize,
    lotSize,
    minQuantity,
    maxQuantity,
    multiplier,
  } = offered;
  const rules = { tickSize, lotSize, minQuantity, maxQuantity, multiplier };
  const names = { venue, symbol, assetClass, currency, base };
  ctx.commit({ type: 'Instrument', sequence: ctx.next(), us: nowUs, ...names, priceScale, qtyScale, ...rules });
  return ctx.state.instruments.get(offered.key) ?? offered;
}
