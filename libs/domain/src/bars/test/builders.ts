import { defineInstrument } from '../../instrument.js';
import type { Money } from '../../brand.js';
import { expectOk } from '../../result.js';
import type { BarBuilder } from '../bar-builder.js';
import { dollarBars } from '../dollar-bars.js';
import { imbalanceBars } from '../imbalance-bars.js';
import { renkoBars } from '../renko-bars.js';
import { tickBars } from '../tick-bars.js';
import { timeBars } from '../time-bars.js';
import { volumeBars } from '../volume-bars.js';
import {
  naiveDollar,
  naiveImbalance,
  naiveRenko,
  naiveTick,
  naiveTime,
  naiveVolume,
  type NaiveBars,
  type NaiveImbalance,
} from './naive-bars.js';

export interface Built {
  readonly name: string;
  readonly build: (lateUs: number) => BarBuilder;
  readonly naive: NaiveBars;
}

/** A unit of price times one of quantity is one unit of money. */
const instrument = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'X',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.000000001',
    lotSize: '0.000000001',
  }),
);

function imbalance(settings: NaiveImbalance): Built {
  return {
    name: `imbalance bars of ${settings.measure}s`,
    build: (lateUs) => imbalanceBars({ ...settings, lateUs }),
    naive: naiveImbalance(settings),
  };
}

const expected = { expectedTrades: 4, barSpan: 3, tradeSpan: 7, minTrades: 2, maxTrades: 12 };

/** One builder of each kind, sized for prices near 100, quantities up to 9 and steps of time of a few microseconds. */
export const BUILDERS: readonly Built[] = [
  { name: 'time bars', build: (lateUs) => timeBars(10, { lateUs }), naive: naiveTime(10) },
  { name: 'tick bars', build: (lateUs) => tickBars(4, { lateUs }), naive: naiveTick(4) },
  { name: 'volume bars', build: (lateUs) => volumeBars(20, { lateUs }), naive: naiveVolume(20) },
  {
    name: 'dollar bars',
    build: (lateUs) => dollarBars(instrument, 2_000n as Money, { lateUs }),
    naive: naiveDollar(2_000n),
  },
  imbalance({ ...expected, measure: 'tick', expectedImbalance: 0.5 }),
  imbalance({ ...expected, measure: 'volume', expectedImbalance: 3 }),
  imbalance({ ...expected, measure: 'dollar', expectedImbalance: 300 }),
  { name: 'Renko bricks', build: (lateUs) => renkoBars(3, { lateUs }), naive: naiveRenko(3) },
];
