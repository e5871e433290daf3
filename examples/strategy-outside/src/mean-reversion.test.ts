import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument, expectOk, type Bar } from '@bourseworks/domain';
import { StrategyHarness } from '@bourseworks/strategy';
import { MeanReversionStrategy } from './mean-reversion.strategy.js';

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

function bar(close: number, second: number): Bar {
  const price = Math.round(close * 100);
  const startUs = second * 1_000_000;
  const prices = { open: price, high: price, low: price, close: price };
  return { kind: 'bar', startUs, endUs: startUs + 1_000_000, ...prices, volume: 1, trades: 1 };
}

async function run(closes: readonly number[], parameters = {}): Promise<StrategyHarness> {
  const harness = new StrategyHarness(MeanReversionStrategy, {
    parameters: { length: 4, ...parameters },
    instruments: [SOL],
    paper: true,
  });
  await harness.start();
  for (const [second, close] of closes.entries()) await harness.bar(bar(close, second), SOL);
  return harness;
}

const orders = ({ submitted }: StrategyHarness): string[] =>
  submitted.map(({ side, quantity }) => `${side} ${quantity}`);

void test('sells what is dear and buys it back at the mean', async () => {
  const harness = await run([100, 101, 100, 101, 110, 110, 100, 100]);
  assert.deepEqual(orders(harness), ['SELL 1', 'BUY 1']);
  assert.match(harness.decisions[0].reason, /deviations from the mean of 4 bars/);
  assert.equal(harness.runtime.ledger.position(SOL), 0);
});

void test('closes a position that did not come back in time', async () => {
  const harness = await run([100, 101, 100, 101, 110, 112, 114, 116, 118, 120], { maxHold: '3s' });
  assert.deepEqual(orders(harness).slice(0, 2), ['SELL 1', 'BUY 1']);
  assert.match(harness.decisions[1].reason, /held for 3 s/);
});

void test('refuses a parameter out of its range', () => {
  assert.throws(() => new StrategyHarness(MeanReversionStrategy, { parameters: { length: 1 }, instruments: [SOL] }), {
    code: 'PARAMETER_INVALID',
  });
});
