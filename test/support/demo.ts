import { expect } from '@jest/globals';
import { dataRoot, startProcess } from '@bourseworks/testkit';

/** The JSON of a demo. */
export interface DemoFigures {
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

/** Runs a demo on the reference data, as a process, to its end. */
export async function runDemo(...args: string[]): Promise<DemoFigures> {
  const run = startProcess({
    entry: 'apps/cli/src/main.js',
    args: ['demo', '--data', dataRoot() ?? '', '--json', ...args],
  });
  const exit = await run.exited;
  expect({ code: exit.code, said: exit.code === 0 ? '' : run.tail() }).toEqual({ code: 0, said: '' });
  // The result is the last line of stdout; progress goes to stderr.
  const last = run.lines.findLast((line) => typeof line['barsPublished'] === 'number');
  return last as unknown as DemoFigures;
}

/** What must not depend on the machine's speed. */
export function steadyFigures(demo: DemoFigures): object {
  return { ...demo, tickToOrderUs: undefined, wallSeconds: undefined };
}

const cents = (amount: number): number => Math.round(amount * 100);

/** All that was published was received, and the books add up to the cent. */
export function expectConsistent(demo: DemoFigures, initialCash: number): void {
  expect(demo.barsReceived).toBe(demo.barsPublished);
  expect(demo.gaps).toBe(0);
  const held = demo.positions.reduce((sum, position) => sum + position.marketValue, 0);
  expect(cents(demo.equity)).toBe(cents(demo.cash + held));
  expect(cents(demo.equity)).toBe(cents(initialCash + demo.realizedPnl + demo.unrealizedPnl - demo.fees));
}

/** What the day of crypto bars gives that the demo replays by default, on every run and every machine. */
export function expectDefaultRecording(demo: DemoFigures): void {
  expectConsistent(demo, 1_000_000);
  // Both have a trade in each of the 1 440 minutes of 2017-09-04.
  expect(demo.barsPublished).toBe(2_880);
  // A change of the strategy, its costs or the paper broker changes them.
  expect([demo.ordersSubmitted, demo.ordersDenied, demo.fills]).toEqual([168, 0, 168]);
  expect([demo.fees, demo.equity]).toEqual([1264.07478017, 1000191.2689224962]);
}
