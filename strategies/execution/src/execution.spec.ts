import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type Bar, type Quote, type Result } from '@bourseworks/domain';
import { StrategyHarness, type History } from '@bourseworks/strategy';
import { ExecutionStrategy } from './execution.strategy.js';

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
const MINUTE = 60e6;
const DAY = 1_440 * MINUTE;
const START_US = 10 * DAY;
const QUOTE: Quote = {
  kind: 'quote',
  us: START_US,
  ns: 0,
  bidPrice: 99_00,
  askPrice: 101_00,
  bidQuantity: 10_000,
  askQuantity: 10_000,
};

async function open(
  parameters: Readonly<Record<string, number | string>>,
  history?: () => Result<History>,
): Promise<StrategyHarness> {
  const harness = new StrategyHarness(ExecutionStrategy, {
    parameters,
    instruments: [BTC],
    startUs: START_US - 1,
    paper: 'quotes',
    ...(history === undefined ? {} : { history }),
  });
  await harness.quote(QUOTE, BTC);
  await harness.start();
  return harness;
}

const quantitiesOf = ({ submitted }: StrategyHarness): string[] => submitted.map(({ quantity }) => quantity);
const progressOf = async (harness: StrategyHarness, method = 'progress'): Promise<unknown> => {
  harness.runtime.command(1, method, undefined);
  await harness.settle();
  return harness.replies.at(-1)?.result;
};

describe('ExecutionStrategy', () => {
  it('works a quantity in equal parts over its time, and reports', async () => {
    const harness = await open({ quantity: 0.1, duration: '5m', slices: 5 });
    await harness.until(START_US + 2.5 * MINUTE);
    expect(await progressOf(harness)).toMatchObject({
      ok: true,
      value: { state: 'WORKING', filled: 0.06, left: 0.04 },
    });
    await harness.until(START_US + 6 * MINUTE);
    expect(quantitiesOf(harness)).toEqual(['0.02', '0.02', '0.02', '0.02', '0.02']);
    expect(harness.decisions.at(-1)).toMatchObject({ action: 'filled', filled: 100, left: 0, orders: 5 });
    expect(harness.signals).toMatchObject([{ name: 'execution', value: 'FILLED' }]);
  });

  it('follows the volume of earlier days', async () => {
    const volumes = [1, 3];
    const items = [1, 2].flatMap((day) =>
      volumes.map((volume, minute): Bar => {
        const startUs = START_US - day * DAY + minute * MINUTE;
        const prices = { open: 1, high: 1, low: 1, close: 1 };
        return { kind: 'bar', startUs, endUs: startUs + MINUTE, ...prices, volume, trades: 1 };
      }),
    );
    const history = (): Result<History> => ({ ok: true, value: { instrument: BTC, kind: 'bar-1m', items } });
    const harness = await open({ algorithm: 'vwap', quantity: 0.08, duration: '2m', slices: 2 }, history);
    await harness.until(START_US + 3 * MINUTE);
    expect(quantitiesOf(harness)).toEqual(['0.02', '0.06']);
  });

  it('takes a share of what trades', async () => {
    const harness = await open({ algorithm: 'pov', quantity: 0.1, participation: 0.2 });
    await harness.trade({ kind: 'trade', us: START_US + 1, ns: 0, price: 100_00, quantity: 200 }, BTC);
    expect(quantitiesOf(harness)).toEqual(['0.04']);
  });

  it('shows a part at its limit, which it needs', async () => {
    const harness = await open({ algorithm: 'iceberg', quantity: 0.1, display: 0.02, limit: 99.5 });
    expect(harness.submitted).toMatchObject([{ type: 'LIMIT', quantity: '0.02', price: '99.5' }]);
    const without = await open({ algorithm: 'iceberg', quantity: 0.1 });
    expect(without.states.at(-1)).toMatchObject({
      state: 'FAILED',
      error: { message: expect.stringContaining('limit') },
    });
  });

  it('gives up the rest when it is asked to', async () => {
    const harness = await open({ quantity: 0.1, duration: '5m', slices: 5 });
    expect(await progressOf(harness, 'cancel')).toMatchObject({ ok: true, value: { state: 'CANCELLED', left: 0.08 } });
    await harness.until(START_US + 6 * MINUTE);
    expect(quantitiesOf(harness)).toHaveLength(1);
  });

  it.each([
    [60, ['0.04'], 'twap'],
    [100, [], 'done'],
  ])('does only what %d filled by an earlier run have left', async (before, sent, action) => {
    const harness = new StrategyHarness(ExecutionStrategy, {
      parameters: { quantity: 0.1, slices: 1 },
      instruments: [BTC],
      paper: 'quotes',
    });
    const order = {
      commandId: 'test-0-1',
      account: 'TEST',
      strategy: 'test',
      venue: 'sim',
      symbol: 'BTCUSD',
      side: 'BUY',
      type: 'MARKET',
      timeInForce: 'IOC',
      quantity: '0.1',
      sentTime: '0',
    } as const;
    const { paperOrders, runtime } = harness;
    runtime.orderEvent(paperOrders.filled(order, BTC, { price: 100_00, quantity: before, us: 0 }), true);
    runtime.orderEvent(paperOrders.cancelled(order, 0), true);
    await harness.start();
    expect(quantitiesOf(harness)).toEqual(sent);
    expect(harness.decisions.at(-1)).toMatchObject({ action });
  });

  it('refuses a quantity that is no order', async () => {
    const harness = await open({ quantity: 0.0001 });
    expect(harness.states.at(-1)).toMatchObject({
      state: 'FAILED',
      error: { message: expect.stringContaining('least') },
    });
  });
});
