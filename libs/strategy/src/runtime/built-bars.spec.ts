import { describe, expect, it } from '@jest/globals';
import {
  defineInstrument,
  expectOk,
  tickBars,
  timeBars,
  volumeBars,
  type Bar,
  type BarBuilder,
  type Instrument,
  type Trade,
} from '@bourseworks/domain';
import { StrategyHarness } from '../harness/strategy-harness.js';
import { Strategy } from '../strategy.js';

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
const SECOND = 1e6;
const trade = (seconds: number, price: number, quantity = 1): Trade => {
  return { kind: 'trade', us: seconds * SECOND, ns: 0, price, quantity };
};

/** Tells what it sees, in order. */
class Seeing extends Strategy {
  static begin: (strategy: Seeing) => void;
  readonly seen: string[] = [];

  override onStart(): void {
    Seeing.begin(this);
  }

  override onTrade({ price }: Trade): void {
    this.tell(`trade ${price}`);
  }

  override onBar({ open, close, volume }: Bar, _instrument: Instrument, kind: string): void {
    this.tell(`${kind} ${open}-${close} of ${volume}`);
  }

  build(name: string, builder: BarBuilder, flushUs?: number): void {
    this.buildBars(name, BTC, builder, flushUs);
  }

  private tell(what: string): void {
    this.decide({ action: what, reason: 'seen' });
  }
}

async function seeing(begin: (strategy: Seeing) => void): Promise<StrategyHarness> {
  Seeing.begin = begin;
  const harness = new StrategyHarness(Seeing, { instruments: [BTC] });
  await harness.start();
  return harness;
}
const seenBy = ({ decisions }: StrategyHarness): string[] => decisions.map(({ action }) => action);

describe('bars that a strategy builds', () => {
  it('come after the trade that makes them, each under its name', async () => {
    const harness = await seeing((strategy) => {
      strategy.build('ticks-2', tickBars(2));
      strategy.build('volume-3', volumeBars(3));
    });
    for (const [index, price] of [100, 101, 102].entries()) await harness.trade(trade(index, price), BTC);
    expect(seenBy(harness)).toEqual([
      'trade 100',
      'trade 101',
      'ticks-2 100-101 of 2',
      'trade 102',
      'volume-3 100-102 of 3',
    ]);
  });

  it('end by the clock where that is asked for', async () => {
    const harness = await seeing((strategy) => {
      strategy.build('2s', timeBars(2 * SECOND), SECOND / 2);
      strategy.build('2s-by-trades', timeBars(2 * SECOND));
    });
    await harness.trade(trade(0.1, 100), BTC);
    await harness.until(3 * SECOND);
    expect(seenBy(harness)).toEqual(['trade 100', '2s 100-100 of 1']);
    await harness.trade(trade(3.1, 101), BTC);
    expect(seenBy(harness).slice(2)).toEqual(['trade 101', '2s-by-trades 100-100 of 1']);
  });

  it('have a name once, and are looked at no more often than each millisecond', async () => {
    const twice = await seeing((strategy) => {
      strategy.build('ticks', tickBars(2));
      strategy.build('ticks', tickBars(3));
    });
    expect(twice.states.at(-1)).toMatchObject({
      state: 'FAILED',
      error: { message: expect.stringContaining('ticks') },
    });
    const quick = await seeing((strategy) => strategy.build('1s', timeBars(SECOND), 10));
    expect(quick.states.at(-1)).toMatchObject({
      state: 'FAILED',
      error: { message: expect.stringContaining('1 000') },
    });
  });
});

describe('bars of streams', () => {
  it('tell the kind of their stream', async () => {
    const harness = await seeing(() => undefined);
    const ohlcv = { open: 1, high: 1, low: 1, close: 1, volume: 1, trades: 1 };
    for (const lengthUs of [SECOND, 60 * SECOND])
      await harness.bar({ kind: 'bar', startUs: 0, endUs: lengthUs, ...ohlcv }, BTC);
    expect(seenBy(harness)).toEqual(['bar-1s 1-1 of 1', 'bar-1m 1-1 of 1']);
  });
});
