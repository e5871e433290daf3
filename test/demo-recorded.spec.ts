import { describe, expect, it } from '@jest/globals';
import { describeWithData, dataRoot, startProcess } from '@bourseworks/testkit';

const FILES = ['03', '04'].flatMap((day) =>
  ['btcusd', 'ethusd'].map((symbol) => `lean-data/crypto/coinbase/minute/${symbol}/201709${day}_trade.zip`),
);
const EQUITIES = ['07', '08'].flatMap((day) =>
  ['spy', 'ibm'].map((symbol) => `lean-data/equity/usa/minute/${symbol}/201310${day}_trade.zip`),
);
const TIMEOUT_MS = 180_000;

interface Summary {
  readonly barsPublished: number;
  readonly barsReceived: number;
  readonly gaps: number;
  readonly ordersSubmitted: number;
  readonly ordersDenied: number;
  readonly fills: number;
  readonly fees: number;
  readonly cash: number;
  readonly positions: readonly { marketValue: number; quantity: number }[];
  readonly equity: number;
  readonly realizedPnl: number;
  readonly unrealizedPnl: number;
}

async function demo(...args: string[]): Promise<Summary> {
  const run = startProcess({
    entry: 'apps/cli/src/main.js',
    args: ['demo', '--data', dataRoot() ?? '', '--json', ...args],
  });
  const exit = await run.exited;
  expect({ code: exit.code, said: exit.code === 0 ? '' : run.tail() }).toEqual({ code: 0, said: '' });
  // The result is the last line of stdout; progress goes to stderr.
  const last = run.lines.findLast((line) => typeof line['barsPublished'] === 'number');
  return last as unknown as Summary;
}

/** What must not depend on the machine's speed. */
function figures(summary: Summary): object {
  return { ...summary, tickToOrderUs: undefined, wallSeconds: undefined };
}

const cents = (amount: number): number => Math.round(amount * 100);

function expectConsistent(summary: Summary, initialCash: number): void {
  expect(summary.barsReceived).toBe(summary.barsPublished);
  expect(summary.gaps).toBe(0);
  const held = summary.positions.reduce((sum, position) => sum + position.marketValue, 0);
  expect(cents(summary.equity)).toBe(cents(summary.cash + held));
  expect(cents(summary.equity)).toBe(cents(initialCash + summary.realizedPnl + summary.unrealizedPnl - summary.fees));
}

describe('demo on recorded bars', () => {
  describeWithData('crypto, by default', FILES, () => {
    it(
      'trades, keeps exact books, and gives the same figures on every run',
      async () => {
        const first = await demo();
        expectConsistent(first, 1_000_000);
        // Both have a trade in each of the 1 440 minutes of 2017-09-04.
        expect(first.barsPublished).toBe(2_880);
        expect(first.fills).toBeGreaterThanOrEqual(4);
        expect(first.fees).toBeGreaterThan(0);
        expect(first.ordersSubmitted).toBe(first.fills + first.ordersDenied);
        expect(figures(await demo())).toEqual(figures(first));
      },
      TIMEOUT_MS,
    );
  });

  describeWithData('US equities', EQUITIES, () => {
    it(
      'replays another venue in the same layout',
      async () => {
        const summary = await demo(
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
