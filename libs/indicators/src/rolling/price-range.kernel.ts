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
    let top = -Infinity;
    let bottom = Infinity;
    // Windows that end in this block: what they have of the block before is there.
    for (let i = from; i < end; i++) {
      if (highs[i] > top) top = highs[i];
      if (lows[i] < bottom) bottom = lows[i];
      if (top > highest[i]) highest[i] = top;
      if (bottom < lowest[i]) lowest[i] = bottom;
    }
    if (end < from + length) return;
    highsToEnd(highs, from, length, highest, top);
    lowsToEnd(lows, from, length, lowest, bottom);
  }
}

/** From each bar of a block to its end the highest, put where the window ends that begins with the bar. */
function highsToEnd(highs: Float64Array, from: number, length: number, highest: Float64Array, best: number): void {
  const ahead = length - 1;
  let i = from + ahead;
  let top = highs[i];
  while (top !== best) {
    if (i + ahead < highest.length) highest[i + ahead] = top;
    i -= 1;
    if (highs[i] > top) top = highs[i];
  }
  for (let k = from + ahead; k < Math.min(i + length, highest.length); k++) highest[k] = top;
}

function lowsToEnd(lows: Float64Array, from: number, length: number, lowest: Float64Array, best: number): void {
  const ahead = length - 1;
  let i = from + ahead;
  let bottom = lows[i];
  while (bottom !== best) {
    if (i + ahead < lowest.length) lowest[i + ahead] = bottom;
    i -= 1;
    if (lows[i] < bottom) bottom = lows[i];
  }
  for (let k = from + ahead; k < Math.min(i + length, lowest.length); k++) lowest[k] = bottom;
}
