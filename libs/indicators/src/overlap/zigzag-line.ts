import { ZigZag } from './zigzag.js';

/** A turning point of a zigzag by the place of its bar. */
export interface ZigZagPoint {
  readonly index: number;
  readonly price: number;
  readonly side: 'high' | 'low';
  /** False for the last one, which may move on. */
  readonly confirmed: boolean;
}

function push(points: ZigZagPoint[], index: number, price: number, side: 'high' | 'low', confirmed: boolean): void {
  points.push({ index, price, side, confirmed });
}

/**
 * The turning points of whole series, and last the extreme of the leg that is not over. Unlike ZigZag it looks ahead: to draw
 * what happened, not to trade on. For closes give them as both series, which must be finite and of one length.
 */
export function zigzagPoints(highs: Float64Array, lows: Float64Array, percent = 5): ZigZagPoint[] {
  const zigzag = new ZigZag(percent);
  const points: ZigZagPoint[] = [];
  let trend = NaN;
  for (let i = 0; i < highs.length; i++) {
    const known = zigzag.ready;
    zigzag.update(highs[i], lows[i]);
    if (zigzag.ready && (!known || zigzag.trend !== trend))
      push(points, i - zigzag.age, zigzag.pivot, zigzag.trend > 0 ? 'low' : 'high', true);
    trend = zigzag.trend;
  }
  if (zigzag.ready)
    push(points, highs.length - 1 - zigzag.extremeAge, zigzag.extreme, zigzag.trend > 0 ? 'high' : 'low', false);
  return points;
}

/** Straight lines from point to point; NaN before the first and after the last. */
export function zigzagLine(length: number, points: readonly ZigZagPoint[]): Float64Array<ArrayBuffer> {
  const line = new Float64Array(length).fill(NaN);
  points.forEach((to, k) => {
    line[to.index] = to.price;
    if (k === 0) return;
    const from = points[k - 1];
    const slope = (to.price - from.price) / (to.index - from.index);
    for (let i = from.index + 1; i < to.index; i++) line[i] = from.price + slope * (i - from.index);
  });
  return line;
}
