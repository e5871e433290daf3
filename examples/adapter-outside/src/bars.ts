import type { Bar, Trade } from '@bourseworks/domain';

type Growing = { -readonly [Field in keyof Bar]: Bar[Field] };

/** Bars of `seconds` out of trades in the order of time. A time without trades has no bar. */
export async function* toBars(trades: AsyncIterable<Trade>, seconds: number): AsyncGenerator<Bar> {
  const lengthUs = seconds * 1_000_000;
  let bar: Growing | undefined;
  for await (const { us, price, quantity } of trades) {
    if (bar !== undefined && us >= bar.endUs) {
      yield bar;
      bar = undefined;
    }
    if (bar === undefined) {
      const startUs = us - (us % lengthUs);
      const prices = { open: price, high: price, low: price, close: price };
      bar = { kind: 'bar', startUs, endUs: startUs + lengthUs, ...prices, volume: quantity, trades: 1 };
      continue;
    }
    bar.high = Math.max(bar.high, price);
    bar.low = Math.min(bar.low, price);
    bar.close = price;
    bar.volume += quantity;
    bar.trades += 1;
  }
  if (bar !== undefined) yield bar;
}
