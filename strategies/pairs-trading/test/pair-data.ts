import { readFileSync } from 'node:fs';
import { defineInstrument, expectOk, fromNumber, type Bar, type Instrument } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { unzipSync } from 'fflate';

export const START_US = 1_504_396_800_000_000;
const MINUTE_US = 60_000_000;

export function pairInstrument(symbol: string): Instrument {
  return expectOk(
    defineInstrument({
      venue: 'coinbase',
      symbol,
      assetClass: 'crypto',
      currency: 'USD',
      tickSize: '0.01',
      lotSize: '0.00000001',
    }),
  );
}

export const BTC = pairInstrument('BTCUSD');
export const ETH = pairInstrument('ETHUSD');

export interface PairBar {
  readonly bar: Bar;
  readonly instrument: Instrument;
}

/** Bars in the order in which a replay delivers them: by end time, then symbol. */
export function inOrder(bars: readonly PairBar[]): PairBar[] {
  return [...bars].sort((a, b) => a.bar.endUs - b.bar.endUs || (a.instrument.symbol < b.instrument.symbol ? -1 : 1));
}

/** Minute bars of one day as published: time in ms after midnight, open, high, low, close, volume. */
export function leanBars(zipPath: string, instrument: Instrument, dayUs: number): PairBar[] {
  const [csv] = Object.values(unzipSync(readFileSync(zipPath)));
  return new TextDecoder()
    .decode(csv)
    .trim()
    .split('\n')
    .map((line) => {
      const [ms, open, high, low, close, volume] = line.split(',').map(Number);
      const startUs = dayUs + Math.round(ms) * 1_000;
      const price = (value: number): number => fromNumber(value, instrument.priceScale);
      const bar: Bar = {
        kind: 'bar',
        startUs,
        endUs: startUs + MINUTE_US,
        trades: -1,
        open: price(open),
        high: price(high),
        low: price(low),
        close: price(close),
        volume: fromNumber(volume, instrument.qtyScale),
      };
      return { bar, instrument };
    });
}

/** A cointegrated pair: y = x * 13 * exp(spread), the spread an Ornstein-Uhlenbeck process with the given half-life in bars. */
export function syntheticPair(bars: number, seed: number, halfLife = 15, holes = false): PairBar[] {
  const rng = new SeededRng(seed);
  const result: PairBar[] = [];
  const keep = Math.exp(-Math.LN2 / halfLife);
  let logX = Math.log(350);
  let spread = 0;
  for (let i = 0; i < bars; i++) {
    logX += rng.normal() * 0.004;
    spread = spread * keep + rng.normal() * 0.0012;
    const startUs = START_US + i * MINUTE_US;
    for (const [instrument, value] of [
      [BTC, Math.exp(logX + spread) * 13],
      [ETH, Math.exp(logX)],
    ] as const) {
      if (holes && rng.next() < 0.1) continue;
      const close = fromNumber(value, 2);
      result.push({
        instrument,
        bar: {
          kind: 'bar',
          startUs,
          endUs: startUs + MINUTE_US,
          open: close,
          high: close,
          low: close,
          close,
          volume: 1,
          trades: 1,
        },
      });
    }
  }
  return inOrder(result);
}
