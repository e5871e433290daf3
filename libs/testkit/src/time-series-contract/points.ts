import type { Point } from '@bourseworks/ports';

/** 2023-11-14T22:13:20Z. */
export const BASE_US = 1_700_000_000_000_000;

export const point = (us: number, fields: Point['fields'], ns = 0): Point => ({ us: BASE_US + us, ns, fields });

/** Trades, one a microsecond: `value` tells writes of one time apart. */
export function trades(count: number, firstUs = 0, value = 0): Point[] {
  return Array.from({ length: count }, (_, index) =>
    point(firstUs + index, {
      price: 6_500_000 + ((index * 7) % 101),
      quantity: 1 + ((index * 7_919) % 100_003),
      side: index % 3 === 0 ? 'buy' : 'sell',
      id: String(3_000_000_000 + index),
      value,
    }),
  );
}
