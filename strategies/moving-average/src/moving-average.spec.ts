import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type Bar } from '@bourseworks/domain';
import { StrategyHarness } from '@bourseworks/strategy';
import { MovingAverageStrategy } from './moving-average.strategy.js';

const BTC = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.001',
  }),
);

function bar(close: number, index: number): Bar {
  const startUs = index * 1e6;
  return {
    kind: 'bar',
    startUs,
    endUs: startUs + 1e6,
    open: close,
    high: close,
    low: close,
    close,
    volume: 1,
    trades: 1,
  };
}

describe('MovingAverageStrategy', () => {
  it('is long while the fast average is above the slow one, and flat otherwise', async () => {
    const harness = new StrategyHarness(MovingAverageStrategy, {
      parameters: { fast: 2, slow: 4, quantity: 0.5 },
      instruments: [BTC],
      paper: true,
    });
    await harness.start();
    const closes = [100, 100, 100, 100, 110, 120, 130, 130, 130, 120, 100, 90, 90];
    const positions: number[] = [];
    for (const [index, close] of closes.entries()) {
      await harness.bar(bar(close * 100, index), BTC);
      positions.push(harness.runtime.ledger.position(BTC));
    }
    expect(harness.submitted.map(({ side, quantity }) => `${side} ${quantity}`)).toEqual(['BUY 0.5', 'SELL 0.5']);
    expect(positions.at(-1)).toBe(0);
    expect(Math.max(...positions)).toBe(500);
  });

  it('refuses averages in the wrong order', async () => {
    const harness = new StrategyHarness(MovingAverageStrategy, {
      parameters: { fast: 9, slow: 4 },
      instruments: [BTC],
    });
    await harness.start();
    expect(harness.states.at(-1)).toMatchObject({
      state: 'FAILED',
      error: { message: expect.stringContaining('must be below') },
    });
  });
});
