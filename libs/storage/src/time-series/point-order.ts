import type { Point } from '@bourseworks/ports';

/** Below zero when `a` is the earlier one, 0 at the same nanosecond. */
export function compareTimes(a: Point, b: Point): number {
  return a.us - b.us || a.ns - b.ns;
}

function isOrdered(points: readonly Point[]): boolean {
  return points.every((point, index) => index === 0 || compareTimes(points[index - 1], point) < 0);
}

/** In order of time, each time once: of several points of one time the last. */
export function ordered(points: readonly Point[]): readonly Point[] {
  if (isOrdered(points)) return points;
  // The order of equals stays.
  const sorted = points.toSorted(compareTimes);
  return sorted.filter((point, index) => {
    const next = sorted[index + 1];
    return next === undefined || compareTimes(point, next) < 0;
  });
}

/** Two ordered lists as one; where both have a time, the point of `newer`. */
export function mergePoints(older: readonly Point[], newer: readonly Point[]): readonly Point[] {
  const merged: Point[] = [];
  let at = 0;
  for (const point of newer) {
    for (; at < older.length; at++) {
      const old = older[at];
      if (compareTimes(old, point) >= 0) break;
      merged.push(old);
    }
    merged.push(point);
    const same = older[at];
    if (same !== undefined && compareTimes(same, point) === 0) at++;
  }
  for (; at < older.length; at++) merged.push(older[at]);
  return merged;
}

/** Index of the first point that `isAfter` holds for; it holds for all that follow. */
export function firstIndex(points: readonly Point[], isAfter: (point: Point) => boolean): number {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isAfter(points[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
