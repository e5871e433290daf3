import type { Instrument } from '@bourseworks/domain';
import type { Rng } from '@bourseworks/ports';
import { BarSeries } from '../market/bar-series.js';
import type { MarketModel } from './market-model.js';
import { HALF_SPREAD } from './market-maker.js';
import { toLots, toTicks } from './units.js';

/** Points of the walk that make one second's bar. */
const STEPS_PER_SECOND = 4;
const MEAN_TRADES_PER_SECOND = 2;
const MEAN_TRADE_NOTIONAL = 2_000;
/** How long bars are kept beyond the history made at the start: the oldest fall out. */
const EXTRA_SECONDS = 2 * 3_600;

/**
 * Makes up the bars of the seconds before the start by running the model through them, so that live bars go on where
 * these end. Prices bounce between bid and ask as those of trades do.
 */
export function generateHistory(
  instruments: readonly Instrument[],
  model: MarketModel,
  rng: Rng,
  seconds: number,
  endSecond: number,
): BarSeries[] {
  const series = instruments.map(() => new BarSeries(seconds + EXTRA_SECONDS, endSecond - seconds));
  const walks = instruments.map((_, i) => model.fair(i));
  const highs = new Float64Array(instruments.length);
  const lows = new Float64Array(instruments.length);
  for (let second = 0; second < seconds; second++) {
    const opens = walks.slice();
    highs.set(opens);
    lows.set(opens);
    for (let step = 0; step < STEPS_PER_SECOND; step++) {
      model.advance(1 / STEPS_PER_SECOND);
      for (let i = 0; i < instruments.length; i++) {
        const price = model.fair(i) * (1 + (rng.next() < 0.5 ? -HALF_SPREAD : HALF_SPREAD));
        walks[i] = price;
        if (price > highs[i]) highs[i] = price;
        if (price < lows[i]) lows[i] = price;
      }
    }
    for (let i = 0; i < instruments.length; i++) {
      const instrument = instruments[i];
      const trades = 1 + rng.integer(2 * MEAN_TRADES_PER_SECOND - 1);
      const volume = toLots(instrument, -Math.log(1 - rng.next()) * MEAN_TRADE_NOTIONAL * trades, walks[i]);
      const ticks = (value: number) => toTicks(instrument, value);
      series[i].push(ticks(opens[i]), ticks(highs[i]), ticks(lows[i]), ticks(walks[i]), volume, trades);
    }
  }
  return series;
}
