import type { Indicator } from '@bourseworks/indicators';
import type { NextValue, SignalIndicator } from './peers.js';

/** Tells one of ours all bars. */
export function tellOwn(indicator: Indicator, [a, b, c, d]: readonly Float64Array[]): number {
  const { length } = a;
  if (b === undefined) for (let i = 0; i < length; i++) indicator.update(a[i]);
  else if (c === undefined) for (let i = 0; i < length; i++) indicator.update(a[i], b[i]);
  else if (d === undefined) for (let i = 0; i < length; i++) indicator.update(a[i], b[i], c[i]);
  else for (let i = 0; i < length; i++) indicator.update(a[i], b[i], c[i], d[i]);
  return indicator.value;
}

/** Tells one of `trading-signals` all closes or candles. */
export function tellSignals(indicator: SignalIndicator, bars: readonly unknown[]): unknown {
  let last: unknown;
  for (let i = 0; i < bars.length; i++) last = indicator.update(bars[i], false);
  return last;
}

/** Tells one of `technicalindicators` all closes or candles. */
export function tellTechnical(indicator: NextValue, bars: readonly unknown[]): unknown {
  let last: unknown;
  for (let i = 0; i < bars.length; i++) last = indicator.nextValue(bars[i]);
  return last;
}

export interface Loops {
  readonly tellOwn: typeof tellOwn;
  readonly tellSignals: typeof tellSignals;
  readonly tellTechnical: typeof tellTechnical;
}

/**
 * These loops over again for one kind of indicator alone. In a loop that other kinds went through before, the compiler no
 * longer knows what it calls, and what a kind costs would depend on its place in the list.
 */
export const loopsOf = async (kind: string): Promise<Loops> =>
  (await import(`./loops.js?kind=${encodeURIComponent(kind)}`)) as Loops;
