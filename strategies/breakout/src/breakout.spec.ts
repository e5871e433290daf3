import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, refuse, type Bar, type Result } from '@bourseworks/domain';
import { StrategyHarness, type History } from '@bourseworks/strategy';
import { BreakoutStrategy } from './breakout.strategy.js';

const SOL = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'SOLUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.1',
  }),
);
const START_US = 1_000e6;

/** Bars of a range of 1 about their close. */
const bar = (close: number, index: number): Bar => {
  const endUs = START_US + (index + 1) * 1e6;
  const [high, low] = [close + 50, close - 50];
  return { kind: 'bar', startUs: endUs - 1e6, endUs, open: close, high, low, close, volume: 1, trades: 1 };
};

interface Options {
  readonly parameters?: Readonly<Record<string, number | boolean>>;
  readonly history?: () => Result<History>;
}

async function run(closes: readonly number[], { parameters, history }: Options = {}): Promise<StrategyHarness> {
  const harness = new StrategyHarness(BreakoutStrategy, {
    parameters: { channel: 5, atr: 5, stopRanges: 2, risk: 20, maxNotional: 1_000, ...parameters },
    instruments: [SOL],
    startUs: START_US,
    paper: true,
    ...(history === undefined ? {} : { history }),
  });
  await harness.start();
  for (const [index, close] of closes.entries()) await harness.bar(bar(close * 100, index), SOL);
  return harness;
}

const ordersOf = ({ submitted }: StrategyHarness): string[] =>
  submitted.map(({ side, quantity }) => `${side} ${quantity}`);
const FLAT = [100, 100, 100, 100, 100, 100];

describe('BreakoutStrategy', () => {
  it('buys above the channel, with the size that its risk allows, and leaves by the trailing stop', async () => {
    const harness = await run([...FLAT, 102, 104, 106, 104, 101, 101]);
    // Ranges of 1, 1, 1, 1 and 2.5: an average of 1.3, twice that is 2.6 away.
    expect(ordersOf(harness)).toEqual(['BUY 7.6', 'SELL 7.6']);
    const [, buy, leave] = harness.decisions;
    expect(buy).toMatchObject({ action: 'buy', close: 102, upper: 100.5, atr: 1.3 });
    expect(leave).toMatchObject({ action: 'leave', best: 106, close: 101 });
    expect(harness.runtime.ledger.position(SOL)).toBe(0);
  });

  it('sells below it, unless it is not to', async () => {
    expect(ordersOf(await run([...FLAT, 98, 96, 96]))).toEqual(['SELL 7.6']);
    expect(ordersOf(await run([...FLAT, 98, 96, 96], { parameters: { shorts: false } }))).toEqual([]);
  });

  it('keeps to its most value', async () => {
    expect(ordersOf(await run([...FLAT, 102], { parameters: { maxNotional: 306 } }))).toEqual(['BUY 3']);
  });

  it('stands aside, and says so, where the risk buys nothing', async () => {
    const harness = await run([...FLAT, 102], { parameters: { risk: 0.1 } });
    expect(harness.submitted).toEqual([]);
    expect(harness.decisions.at(-1)).toMatchObject({ action: 'stand-aside', quantity: 0 });
  });

  it('is warm from history, and takes no bar twice', async () => {
    const items = FLAT.map((close, index) => bar(close * 100, index - FLAT.length));
    const history = (): Result<History> => ({ ok: true, value: { instrument: SOL, kind: 'bar-1s', items } });
    expect(ordersOf(await run([102], { history }))).toEqual(['BUY 7.6']);
    const again = [...items, bar(102_00, -1)];
    const overlapping = (): Result<History> => ({ ok: true, value: { instrument: SOL, kind: 'bar-1s', items: again } });
    expect((await run([], { history: overlapping })).decisions).toMatchObject([{ action: 'warm-up', bars: 7 }]);
  });

  it('warms up by live bars where there is no history', async () => {
    const harness = await run([...FLAT, 102], { history: () => refuse('HISTORY_BUSY', 'busy') });
    expect(harness.decisions[0]).toMatchObject({ action: 'warm-up', reason: expect.stringContaining('HISTORY_BUSY') });
    expect(ordersOf(harness)).toEqual(['BUY 7.6']);
  });
});
