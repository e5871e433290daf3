import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type Quote } from '@bourseworks/domain';
import { StrategyHarness } from '@bourseworks/strategy';
import { MarketMakerStrategy } from './market-maker.strategy.js';

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
const SECOND = 1e6;
const at = (seconds: number, middle: number): Quote => {
  const [bidPrice, askPrice] = [middle - 5, middle + 5];
  return { kind: 'quote', us: seconds * SECOND, ns: 0, bidPrice, askPrice, bidQuantity: 1_000, askQuantity: 1_000 };
};

interface World {
  readonly harness: StrategyHarness;
  /** Shows a middle for some seconds, one quote in each. */
  readonly show: (...middles: readonly number[]) => Promise<void>;
}

async function open(
  parameters: Readonly<Record<string, number | string>> = {},
  paper: 'quotes' | false = 'quotes',
): Promise<World> {
  const harness = new StrategyHarness(MarketMakerStrategy, {
    parameters: { size: 5, maxInventory: 10, riskAversion: 0.02, arrivalDecay: 20, interval: '1s', ...parameters },
    instruments: [SOL],
    paper,
  });
  await harness.start();
  let seconds = 0.5;
  const show = async (...middles: readonly number[]): Promise<void> => {
    for (const middle of middles) await harness.quote(at(seconds++, middle), SOL);
    await harness.until((seconds - 0.4) * SECOND);
  };
  return { harness, show };
}

const openOf = ({ runtime }: StrategyHarness): Record<string, number> =>
  Object.fromEntries(runtime.ledger.openOrders().map(({ side, price }) => [side, price]));

describe('MarketMakerStrategy', () => {
  it('quotes both sides about the middle, once it has seen it move', async () => {
    const { harness, show } = await open();
    await show(100_00);
    expect(harness.submitted).toEqual([]);
    await show(100_10);
    // Half of the spread: 0.02 * 0.1^2 * 60 / 2 + ln(1 + 0.02 / 20) / 0.02 = 0.05598.
    expect(openOf(harness)).toEqual({ BUY: 100_04, SELL: 100_16 });
    expect(harness.submitted.every(({ postOnly, quantity }) => postOnly === true && quantity === '5')).toBe(true);
  });

  it('leaves a quote where it is until it is some ticks off, then moves it', async () => {
    const { harness, show } = await open();
    await show(100_00, 100_10, 100_13);
    expect(harness.commands.map(({ verb }) => verb)).toEqual(['submit', 'submit']);
    await show(100_17);
    expect(harness.commands.slice(2).map(({ verb }) => verb)).toEqual(['replace', 'replace']);
    expect(openOf(harness)).toEqual({ BUY: 100_11, SELL: 100_23 });
  });

  it('leans against what it holds, and quotes one side only at its most', async () => {
    const { harness, show } = await open({ riskAversion: 0.05 });
    await show(100_00, 100_10);
    const before = openOf(harness);
    await harness.trade({ kind: 'trade', us: 1.6 * SECOND, ns: 0, price: 99_00, quantity: 50 }, SOL);
    expect(harness.runtime.ledger.position(SOL)).toBe(50);
    await show(100_10);
    const after = openOf(harness);
    expect(after['SELL']).toBeLessThan(before['SELL']);
    await harness.trade({ kind: 'trade', us: 2.7 * SECOND, ns: 0, price: 99_00, quantity: 50 }, SOL);
    await show(100_10, 100_10);
    expect(harness.runtime.ledger.position(SOL)).toBe(100);
    expect(Object.keys(openOf(harness))).toEqual(['SELL']);
  });

  it('never quotes into the book', async () => {
    const { harness, show } = await open({ riskAversion: 1e-9, arrivalDecay: 1e6 });
    await show(100_00, 100_01);
    expect(openOf(harness)).toEqual({ BUY: 100_00, SELL: 100_02 });
    await show(100_01);
    expect(harness.runtime.ledger.position(SOL)).toBe(0);
  });

  it('takes its quotes away when nothing comes any more, or the stream is in doubt', async () => {
    const { harness, show } = await open({ staleAfter: '3s' });
    await show(100_00, 100_10);
    await harness.until(10 * SECOND);
    expect(openOf(harness)).toEqual({});
    expect(harness.decisions.at(-1)).toMatchObject({ action: 'pull', reason: 'no quote for too long' });

    const other = await open();
    await other.show(100_00, 100_10);
    other.harness.runtime.stream({ instrument: SOL, kind: 'quote', state: 'STALE', missed: 0 });
    await other.show(100_10);
    expect(openOf(other.harness)).toEqual({});
    other.harness.runtime.stream({ instrument: SOL, kind: 'quote', state: 'LIVE', missed: 0 });
    await other.show(100_10);
    expect(Object.keys(openOf(other.harness)).sort()).toEqual(['BUY', 'SELL']);
  });

  it('tries what is refused ever more rarely', async () => {
    const { harness, show } = await open({}, false);
    for (let second = 0; second < 20; second++) {
      await show(100_00 + (second % 2));
      for (const order of harness.submitted.slice(-2)) {
        if (harness.runtime.ledger.find(order.commandId)?.closed === true) continue;
        harness.runtime.orderEvent(harness.paperOrders.rejected(order, 'RISK_POSITION', second));
      }
    }
    // Seconds 1, 5 (2 refusals are 4 s), and not again before 5 + 16.
    expect(harness.submitted).toHaveLength(4);
  });
});
