import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type Bar } from '@bourseworks/domain';
import { StrategyHarness } from '@bourseworks/strategy';
import { MeanReversionStrategy } from './mean-reversion.strategy.js';

const LTC = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'LTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.1',
  }),
);

const bar = (close: number, index: number): Bar => {
  const startUs = index * 1e6;
  const prices = { open: close, high: close, low: close, close };
  return { kind: 'bar', startUs, endUs: startUs + 1e6, ...prices, volume: 1, trades: 1 };
};

async function run(
  closes: readonly number[],
  parameters: Readonly<Record<string, number | boolean>> = {},
): Promise<StrategyHarness> {
  const harness = new StrategyHarness(MeanReversionStrategy, {
    parameters: { window: 10, entryZ: 1.8, exitZ: 0.25, stopZ: 2.9, notional: 1_000, ...parameters },
    instruments: [LTC],
    paper: true,
  });
  await harness.start();
  for (const [index, close] of closes.entries()) await harness.bar(bar(Math.round(close * 100), index), LTC);
  return harness;
}

const ordersOf = ({ submitted }: StrategyHarness): string[] =>
  submitted.map(({ side, quantity }) => `${side} ${quantity}`);
const actionsOf = ({ decisions }: StrategyHarness): string[] => decisions.map(({ action }) => action);
/** Turns about 100 at every bar: deviations halve at once. */
const TURNING = Array.from({ length: 10 }, (_, index) => 100 + (index % 2 === 0 ? 1 : -1));

describe('MeanReversionStrategy', () => {
  it('buys far below the mean, and leaves when it is back', async () => {
    const harness = await run([...TURNING, 97, 97.5, 100, 100]);
    expect(ordersOf(harness)).toEqual(['BUY 10.3', 'SELL 10.3']);
    const [, buy, leave] = harness.decisions;
    expect(buy).toMatchObject({ action: 'buy', close: 97, z: -2.0303 });
    expect(leave).toMatchObject({ action: 'leave', reason: expect.stringContaining('back within') });
    expect(harness.runtime.ledger.position(LTC)).toBe(0);
  });

  it('sells far above it, unless it is not to', async () => {
    expect(ordersOf(await run([...TURNING, 103, 103]))).toEqual(['SELL 9.7']);
    expect(ordersOf(await run([...TURNING, 103, 103], { shorts: false }))).toEqual([]);
  });

  it('stands aside while prices do not return, and says so', async () => {
    const trend = Array.from({ length: 10 }, (_, index) => 100 + index * 0.01 + (index % 2) * 0.001);
    const harness = await run([...trend, 100.3]);
    expect(harness.submitted).toEqual([]);
    expect(harness.decisions.at(-1)).toMatchObject({ action: 'stand-aside', halfLife: Infinity });
  });

  it('leaves at a loss when it goes on, and comes again only when it was back', async () => {
    const harness = await run([...TURNING, 97, 90, 90, 90], { stopZ: 2.5 });
    expect(ordersOf(harness)).toHaveLength(2);
    expect(harness.decisions.at(-1)).toMatchObject({ action: 'leave', reason: expect.stringContaining('against it') });
  });

  it('leaves when it takes too long', async () => {
    const harness = await run([...TURNING, 97, 97.2, 97, 97.2, 97], { maxBars: 2 });
    expect(actionsOf(harness).slice(0, 3)).toEqual(['warm-up', 'buy', 'leave']);
    expect(harness.decisions[2].reason).toBe('not back after 2 bars');
  });

  it('refuses thresholds in the wrong order', async () => {
    const harness = await run([], { entryZ: 3 });
    expect(harness.states.at(-1)).toMatchObject({
      state: 'FAILED',
      error: { message: expect.stringContaining('entryZ') },
    });
  });
});
