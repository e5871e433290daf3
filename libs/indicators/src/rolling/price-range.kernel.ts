/**
 * Highest high and lowest low of the last `length` bars of series, as `PriceRange` has them; NaN until there are as many. All
 * must be finite.
 */
export function priceRanges(
  highs: Float64Array,
  lows: Float64Array,
  length: number,
  highest: Float64Array,
  lowest: Float64Array,
): void {
  const count = highs.length;
  highest.fill(NaN, 0, length - 1);
  lowest.fill(NaN, 0, length - 1);
  for (let from = 0; from < count; from += length) {
    const end = Math.min(from + length, count);
    if (from > 0) begin(highs, lows, from, Math.min(end, from + length - 1), highest, lowest);
    if (end === from + length) finish(highs, lows, from, length, highest, lowest);
  }
}

/** Windows that end within a block: where the block before it has been finished, the extremes of their beginnings are there. */
function begin(
  highs: Float64Array,
  lows: Float64Array,
  from: number,
  end: number,
  highest: Float64Array,
  lowest: Float64Array,
): void {
  let top = -Infinity;
  let bottom = Infinity;
  for (let i = from; i < end; i++) {
    if (highs[i] > top) top = highs[i];
    if (lows[i] < bottom) bottom = lows[i];
    if (top > highest[i]) highest[i] = top;
    if (bottom < lowest[i]) lowest[i] = bottom;
  }
}

/** From each bar of a block to its end: the beginning of the window that begins with this bar, kept where that window ends. */
function finish(
  highs: Float64Array,
  lows: Float64Array,
  from: number,
  length: number,
  highest: Float64Array,
  lowest: Float64Array,
): void {
  const last = highs.length - length;
  let top = -Infinity;
  let bottom = Infinity;
  for (let i = from + length - 1; i >= from; i--) {
    if (highs[i] > top) top = highs[i];
    if (lows[i] < bottom) bottom = lows[i];
    if (i > last) continue;
    highest[i + length - 1] = top;
    lowest[i + length - 1] = bottom;
  }
}
