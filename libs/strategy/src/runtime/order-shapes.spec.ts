import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type Result } from '@bourseworks/domain';
import { StrategyHarness } from '../harness/strategy-harness.js';
import { Strategy } from '../strategy.js';
import type { OrderHandle } from './order-handle.js';
import type { ScaleInIntent } from './types.js';

const BTC = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.05',
    lotSize: '0.002',
    minQuantity: '0.004',
  }),
);

/** Lets a test call what is for strategies alone. */
class Open extends Strategy {
  static self: Open;

  override onStart(): void {
    Open.self = this;
  }

  moveTo(units: number): OrderHandle | undefined {
    return this.targetPosition(BTC, units, { reason: 'as wanted' });
  }

  ladder(intent: Partial<ScaleInIntent>): Result<readonly OrderHandle[]> {
    const base = {
      instrument: BTC,
      side: 'BUY',
      quantity: 20,
      fromPrice: 100_00,
      toPrice: 90_00,
      steps: 3,
    };
    return this.scaleIn({ ...base, ...intent } as ScaleInIntent);
  }
}

async function open(): Promise<StrategyHarness> {
  const harness = new StrategyHarness(Open, { instruments: [BTC], paper: 'quotes' });
  const sizes = { bidQuantity: 1_000, askQuantity: 1_000 };
  await harness.quote({ kind: 'quote', us: 1, ns: 0, bidPrice: 99_00, askPrice: 101_00, ...sizes }, BTC);
  await harness.start();
  return harness;
}

describe('a target position', () => {
  it('is reached from either side, by whole lots', async () => {
    const harness = await open();
    for (const units of [10, -7, 0]) {
      Open.self.moveTo(units);
      await harness.settle();
    }
    const orders = harness.submitted.map(({ side, quantity, reason }) => `${side} ${quantity} ${reason}`);
    expect(orders).toEqual(['BUY 0.01 as wanted', 'SELL 0.016 as wanted', 'BUY 0.006 as wanted']);
    expect(harness.runtime.ledger.position(BTC)).toBe(0);
  });

  it('counts what is open already', async () => {
    await open();
    Open.self.moveTo(10);
    expect(Open.self.moveTo(10)).toBeUndefined();
    expect(Open.self.moveTo(4)).toMatchObject({ side: 'SELL', quantity: 6 });
  });

  it('sends nothing that would be less than the least order', async () => {
    await open();
    expect(Open.self.moveTo(3)).toBeUndefined();
  });
});

describe('scaling in', () => {
  it.each<[string, Partial<ScaleInIntent>, [number, number][]]>([
    [
      'down from the first price for a buyer',
      {},
      [
        [100_00, 8],
        [95_00, 6],
        [90_00, 6],
      ],
    ],
    [
      'on the passive side of what is off the tick',
      { steps: 4 },
      [
        [100_00, 6],
        [96_65, 6],
        [93_30, 4],
        [90_00, 4],
      ],
    ],
    [
      'and above it for a seller',
      { side: 'SELL', steps: 4 },
      [
        [100_00, 6],
        [96_70, 6],
        [93_35, 4],
        [90_00, 4],
      ],
    ],
    ['in one order', { steps: 1 }, [[100_00, 20]]],
  ])('spreads equal parts %s', async (_name, intent, parts) => {
    await open();
    const orders = expectOk(Open.self.ladder(intent));
    expect(orders.map(({ price, quantity }) => [price, quantity])).toEqual(parts);
  });

  it.each<[string, Partial<ScaleInIntent>]>([
    ['no steps', { steps: 0 }],
    ['too many steps', { steps: 101 }],
    ['parts below the least order', { steps: 6 }],
    ['a quantity off the lot', { quantity: 21 }],
    ['a price that is none', { toPrice: 0 }],
  ])('refuses %s, and sends nothing', async (_name, intent) => {
    const harness = await open();
    expect(Open.self.ladder(intent)).toMatchObject({ ok: false, refusal: { code: 'BAD_REQUEST' } });
    expect(harness.submitted).toEqual([]);
  });
});
