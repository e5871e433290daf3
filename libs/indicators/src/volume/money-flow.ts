/** Where a bar closed in its range: 1 at the high, -1 at the low, 0 in the middle or where there is no range. */
export function moneyFlowMultiplier(high: number, low: number, close: number): number {
  const range = high - low;
  return range === 0 ? 0 : (close - low - (high - close)) / range;
}
