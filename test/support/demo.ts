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
