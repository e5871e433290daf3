import { describe, expect, it } from '@jest/globals';
import { describeWithData } from '@bourseworks/testkit';
import { expectConsistent, runDemo } from './support/demo.js';

const FILES = ['03', '04'].flatMap((day) =>
  ['btcusd', 'ethusd'].map((symbol) => `lean-data/crypto/coinbase/minute/${symbol}/201709${day}_trade.zip`),
);
const EQUITIES = ['07', '08'].flatMap((day) =>
  ['spy', 'ibm'].map((symbol) => `lean-data/equity/usa/minute/${symbol}/201310${day}_trade.zip`),
);
const TIMEOUT_MS = 180_000;

describe('demo on recorded bars', () => {
  describeWithData('crypto, by default', FILES, () => {
    it(
      'trades, keeps exact books, and gives the same figures on every run',
      async () => {
        const first = await runDemo();
        expectConsistent(first, 1_000_000);
        // Both have a trade in each of the 1 440 minutes of 2017-09-04.
        expect(first.barsPublished).toBe(2_880);
        // On every run and every machine; a change of the strategy, its costs or the paper broker changes them.
        expect([first.ordersSubmitted, first.ordersDenied, first.fills]).toEqual([168, 0, 168]);
        expect([first.fees, first.equity]).toEqual([1264.07478017, 1000191.2689224962]);
      },
      TIMEOUT_MS,
    );
  });

  describeWithData('US equities', EQUITIES, () => {
    it(
      'replays another venue in the same layout',
      async () => {
        const summary = await runDemo(
          '--venue',
          'usa',
          '--symbols',
          'SPY,IBM',
          '--history',
          '2013-10-07',
          '--trade',
          '2013-10-08',
          '--cash',
          '500000',
        );
        expectConsistent(summary, 500_000);
        expect(summary.barsPublished).toBeGreaterThan(700);
      },
      TIMEOUT_MS,
    );
  });
});
