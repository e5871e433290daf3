import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MarketDataItem } from '@bourseworks/dto/shapes';
import { eventually } from '@bourseworks/testkit';
import { Bus } from '../bus.js';
import { FakeMarketData } from '../testing/fake-market-data.js';
import { LiveSubscription } from './live-subscription.js';

const QUERY = { venue: 'sim', symbol: 'BTCUSD', kind: 'trade' } as const;
const RENEW_MS = 20;

let time = 0;
const trade = (price: number): MarketDataItem => ({ time: String(++time), price, quantity: 1 });

let market: FakeMarketData;
let bus: Bus;
let told: string[];
let live: LiveSubscription;

beforeEach(async () => {
  market = await FakeMarketData.start();
  bus = await Bus.connect(market.url);
  told = [];
  market.sequences.set('marketdata/live/v1/trade/sim/BTCUSD', 40);
  live = await LiveSubscription.open(
    bus,
    QUERY,
    {
      item: (_item, sequence) => told.push(`${sequence}`),
      gap: (missed, restarted) => told.push(restarted ? 'anew' : `missed ${missed}`),
      status: (state, reason) => told.push(`${state}: ${reason}`),
    },
    RENEW_MS,
  );
});

afterEach(async () => {
  await live.close();
  await bus.close();
  await market.stop();
});

const heard = (count: number): Promise<unknown> => eventually(() => told.length >= count, { timeoutMs: 5_000 });

describe('LiveSubscription', () => {
  it('delivers items with their sequence and says how many were missed', async () => {
    market.publish('trade', [trade(1), trade(2)]);
    market.publish('trade', [trade(3)], 4);
    await heard(4);
    expect(told).toEqual(['41', '42', 'missed 4', '47']);
  });

  it('tells the states of its stream', async () => {
    market.status('trade', 'STALE', 'venue away');
    market.status('quote', 'HALTED', 'another stream');
    market.status('trade', 'ENDED', 'closed');
    await heard(2);
    expect(told).toEqual(['STALE: venue away', 'ENDED: closed']);
  });

  it('renews its lease, and gives it back at the end', async () => {
    await eventually(() => market.bodies('marketdata/request/renew').length >= 3, { timeoutMs: 5_000 });
    expect(market.leases.size).toBe(1);
    await live.close();
    expect(market.leases.size).toBe(0);
    const renewals = market.bodies('marketdata/request/renew').length;
    await new Promise((resolve) => setTimeout(resolve, 5 * RENEW_MS));
    expect(market.bodies('marketdata/request/renew')).toHaveLength(renewals);
  });

  it('asks anew when market-data has forgotten it, and follows the new sequence', async () => {
    market.publish('trade', [trade(1)]);
    await heard(1);
    market.forget();
    await heard(3);
    market.publish('trade', [trade(2)]);
    await heard(4);
    expect(told).toEqual(['41', 'anew', 'LIVE: asked for again', '1']);
    expect(market.leases.size).toBe(1);
  });

  it('gives back a lease that was granted while it closed', async () => {
    market.forget();
    await eventually(() => market.leases.size === 1, { timeoutMs: 5_000 });
    await live.close();
    await eventually(() => market.leases.size === 0, { timeoutMs: 5_000 });
  });
});
