import type { BookFields } from '@bourseworks/dto/shapes';

export interface DepthRow {
  /** In whole groups, so that rows keep their identity. */
  readonly key: string;
  readonly price: number;
  readonly size: number;
  /** From the best price to here. */
  readonly total: number;
}

export interface Depth {
  /** Best first. */
  readonly bids: readonly DepthRow[];
  readonly asks: readonly DepthRow[];
  /** The larger of the two sides' totals: what bars are drawn against. */
  readonly most: number;
}

type Levels = BookFields['bids'];

function side(levels: Levels, step: number, decimals: number, rounding: 'floor' | 'ceil', rows: number): DepthRow[] {
  const grouped: { price: number; size: number }[] = [];
  for (const [price, size] of levels) {
    // Half a millionth of a step keeps a price that is a multiple on its own row, whatever its last bit.
    const slack = rounding === 'floor' ? 5e-7 : -5e-7;
    const at = Number((Math[rounding](price / step + slack) * step).toFixed(decimals));
    const last = grouped.at(-1);
    if (last?.price === at) last.size += size;
    else if (grouped.length < rows) grouped.push({ price: at, size });
    else break;
  }
  let total = 0;
  return grouped.map(({ price, size }) => {
    total += size;
    return { key: price.toFixed(decimals), price, size, total };
  });
}

/** Levels put together to rows of `step`: bids down, asks up, so that no row promises a better price than there is. */
export function depthOf(book: BookFields, step: number, decimals: number, rows: number): Depth {
  const bids = side(book.bids, step, decimals, 'floor', rows);
  const asks = side(book.asks, step, decimals, 'ceil', rows);
  return { bids, asks, most: Math.max(bids.at(-1)?.total ?? 0, asks.at(-1)?.total ?? 0) };
}
