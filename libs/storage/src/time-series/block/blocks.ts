import { TIME_SERIES_LIMITS, type Point } from '@bourseworks/ports';

export interface BlockBounds {
  /** Points of a block: it is read as one part, and written anew when a point comes into it. */
  readonly points: number;
  /** Bytes of a block before it is packed, as far as they are known beforehand; a single point may have more. */
  readonly bytes: number;
}

export const BLOCK_BOUNDS: BlockBounds = { points: Math.min(4_096, TIME_SERIES_LIMITS.pointsRead), bytes: 1_048_576 };

const BYTES_OF_NUMBER = 9;
/** No character takes more bytes in UTF-8 for a unit of its text. */
const BYTES_OF_UNIT = 3;

function weightOf({ fields }: Point): number {
  let bytes = BYTES_OF_NUMBER;
  for (const name in fields) {
    const value = fields[name];
    bytes += typeof value === 'string' ? value.length * BYTES_OF_UNIT : BYTES_OF_NUMBER;
  }
  return bytes;
}

/** Ordered points as blocks within the bounds, of much the same size rather than full ones and a rest. */
export function* cut(points: readonly Point[], bounds: BlockBounds): Generator<readonly Point[]> {
  const size = Math.ceil(points.length / Math.ceil(points.length / bounds.points));
  let start = 0;
  let bytes = 0;
  for (const [index, point] of points.entries()) {
    const weight = weightOf(point);
    if (index > start && (index - start === size || bytes + weight > bounds.bytes)) {
      yield points.slice(start, index);
      start = index;
      bytes = 0;
    }
    bytes += weight;
  }
  if (start < points.length) yield points.slice(start);
}
