import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type Instrument, type InstrumentSpec, type Quote } from '@bourseworks/domain';
import { StrategyHarness } from '@bourseworks/strategy';
import { CrossVenueArbitrageStrategy } from './cross-venue-arbitrage.strategy.js';

const base = { assetClass: 'crypto', currency: 'USD', base: 'BTC', tickSize: '0.01' } as const;
const define = (spec: Partial<InstrumentSpec> & { venue: string; symbol: string; lotSize: string }): Instrument =>
  expectOk(defineInstrument({ ...base, ...spec }));
const A = define({ venue: 'alpha', symbol: 'BTCUSD', lotSize: '0.001' });
const B = define({ venue: 'beta', symbol: 'BTC-USD', lotSize: '0.01' });
const SECOND = 1e6;

const parameters = { venueA: 'alpha', symbolA: 'BTCUSD', venueB: 'beta', symbolB: 'BTC-USD', size: 0.5 };

async function open(
  extra: Readonly<Record<string, number | string>> = {},
  instruments: readonly Instrument[] = [A, B],
  paper: 'quotes' | false = 'quotes',
): Promise<StrategyHarness> {
  const harness = new StrategyHarness(CrossVenueArbitrageStrategy, {
    parameters: { ...parameters, ...extra },
    instruments,
    paper,
  });
  await harness.start();
  return harness;
}

/** A quote in dollars and bitcoin. */
const quote = ({ qtyScale }: Instrument, us: number, bid: number, ask: number, size = 1): Quote => {
  const quantity = size * 10 ** qtyScale;
  return {
    kind: 'quote',
    us,
    ns: 0,
    bidPrice: bid * 100,
    askPrice: ask * 100,
    bidQuantity: quantity,
    askQuantity: quantity,
  };
};
const ordersOf = ({ submitted }: StrategyHarness): string[] =>
  submitted.map(({ venue, side, type, quantity, price = 'market' }) => `${venue} ${side} ${type} ${quantity} ${price}`);
const heldBy = ({ runtime }: StrategyHarness): number[] => [A, B].map((one) => runtime.ledger.position(one));

describe('CrossVenueArbitrageStrategy', () => {
  it('buys where it is cheap and sells where it is dear, at the prices that it saw', async () => {
    const harness = await open();
    await harness.quote(quote(A, 1, 9_990, 10_000), A);
    await harness.quote(quote(B, 2, 10_030, 10_040), B);
    expect(ordersOf(harness)).toEqual(['alpha BUY LIMIT 0.5 10000', 'beta SELL LIMIT 0.5 10030']);
    expect(heldBy(harness)).toEqual([500, -50]);
    expect(harness.decisions.at(-1)).toMatchObject({ action: 'arbitrage', amount: 0.5 });
  });

  it('works either way round', async () => {
    const harness = await open();
    await harness.quote(quote(A, 1, 10_030, 10_040), A);
    await harness.quote(quote(B, 2, 9_990, 10_000), B);
    expect(heldBy(harness)).toEqual([-500, 50]);
  });

  it.each([
    // 10 basis points at each place are 20.0, and 2 more are asked for.
    [10_021.9, 0],
    [10_022.5, 2],
  ])('trades only what pays after both fees: a bid of %d makes %d orders', async (bid, orders) => {
    const harness = await open();
    await harness.quote(quote(A, 1, 9_990, 10_000), A);
    await harness.quote(quote(B, 2, bid, 10_040), B);
    expect(harness.submitted).toHaveLength(orders);
  });

  it('keeps to what both books offer, to its most position, and to lots of both', async () => {
    const offered = await open();
    await offered.quote(quote(A, 1, 9_990, 10_000, 0.123), A);
    await offered.quote(quote(B, 2, 10_030, 10_040), B);
    expect(heldBy(offered)).toEqual([120, -12]);
    const limited = await open({ maxPosition: 0.7, pause: '10ms' });
    for (const us of [1, 20_000, 40_000]) {
      await limited.quote(quote(A, us, 9_990, 10_000), A);
      await limited.quote(quote(B, us + 1, 10_030, 10_040), B);
    }
    expect(heldBy(limited)).toEqual([700, -70]);
  });

  it('does not trade on a quote that is old, nor on a stream in doubt', async () => {
    const old = await open({ maxAge: '500ms' });
    await old.quote(quote(A, 1, 9_990, 10_000), A);
    await old.quote(quote(B, SECOND, 10_030, 10_040), B);
    expect(old.submitted).toEqual([]);
    const stale = await open();
    stale.runtime.stream({ instrument: A, kind: 'quote', state: 'STALE', missed: 0 });
    await stale.quote(quote(A, 1, 9_990, 10_000), A);
    await stale.quote(quote(B, 2, 10_030, 10_040), B);
    expect(stale.submitted).toEqual([]);
  });

  it('closes at once what only one place fills', async () => {
    const harness = await open({}, [A, B], false);
    await harness.quote(quote(A, 1, 9_990, 10_000), A);
    await harness.quote(quote(B, 2, 10_030, 10_040), B);
    const [buy, sell] = harness.submitted;
    harness.runtime.orderEvent(harness.paperOrders.filled(buy, A, { price: 1_000_000, quantity: 500, us: 3 }));
    expect(harness.submitted).toHaveLength(2);
    harness.runtime.orderEvent(harness.paperOrders.cancelled(sell, 4));
    expect(ordersOf(harness).slice(2)).toEqual(['alpha SELL MARKET 0.5 market']);
  });

  it('tries to close a lone leg ever more rarely, and trades nothing else meanwhile', async () => {
    const harness = await open({}, [A, B], false);
    await harness.quote(quote(A, 1, 9_990, 10_000), A);
    await harness.quote(quote(B, 2, 10_030, 10_040), B);
    const [buy, sell] = harness.submitted;
    harness.runtime.orderEvent(harness.paperOrders.filled(buy, A, { price: 1_000_000, quantity: 500, us: 3 }));
    harness.runtime.orderEvent(harness.paperOrders.cancelled(sell, 4));
    const sentAt: number[] = [];
    for (let second = 0; second <= 20; second++) {
      await harness.until(second * SECOND + 10);
      await harness.quote(quote(A, second * SECOND + 11, 9_990, 10_000), A);
      await harness.quote(quote(B, second * SECOND + 12, 10_030, 10_040), B);
      const last = harness.submitted[harness.submitted.length - 1];
      if (harness.runtime.ledger.find(last.commandId)?.closed === true) continue;
      sentAt.push(second);
      harness.runtime.orderEvent(harness.paperOrders.rejected(last, 'RISK_KILL_ESCALATED', second * SECOND + 13));
    }
    expect(sentAt).toEqual([0, 2, 6, 14]);
  });

  it('refuses what is not the same on both sides', async () => {
    const ether = define({ venue: 'beta', symbol: 'BTC-USD', base: 'ETH', lotSize: '0.01' });
    const harness = await open({}, [A, ether]);
    expect(harness.states.at(-1)).toMatchObject({
      state: 'FAILED',
      error: { message: expect.stringContaining('not the same') },
    });
  });
});
