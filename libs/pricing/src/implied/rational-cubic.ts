// R. Delbourgo, J. A. Gregory, "Shape preserving piecewise rational interpolation", SIAM J. Sci. Stat. Comput. 6 (1985): a
// cubic over a quadratic, with values and slopes given at both ends and one parameter r above -1 that bends what is between
// (3: the cubic of Hermite; ever larger: a straight line).

const MIN_PARAMETER = -(1 - Math.sqrt(Number.EPSILON));
const MAX_PARAMETER = 2 / (Number.EPSILON * Number.EPSILON);

/** Two points and the slopes there. */
export interface Segment {
  readonly left: number;
  readonly right: number;
  readonly leftValue: number;
  readonly rightValue: number;
  readonly leftSlope: number;
  readonly rightSlope: number;
}

/** The interpolation of `segment` with parameter `r` at `x`. */
export function rationalCubic(segment: Segment, r: number, x: number): number {
  const { left, right, leftValue, rightValue, leftSlope, rightSlope } = segment;
  const h = right - left;
  if (!(h > 0)) return 0.5 * (leftValue + rightValue);
  const t = (x - left) / h;
  const u = 1 - t;
  if (!(r < MAX_PARAMETER)) return rightValue * t + leftValue * u;
  const product = t * u;
  const inner = (r * rightValue - h * rightSlope) * t + (r * leftValue + h * leftSlope) * u;
  return (rightValue * t * t * t + product * inner + leftValue * u * u * u) / (1 + (r - 3) * product);
}

/** The parameter with which the second derivative at the left end is `curvature`, as far as the shape of the data allows. */
export function parameterForLeft(segment: Segment, curvature: number): number {
  const { left, right, leftSlope, rightSlope } = segment;
  const h = right - left;
  const chord = slopeOf(segment);
  return bounded(segment, chord, (0.5 * h * curvature + rightSlope - leftSlope) / (chord - leftSlope));
}

/** The same for the right end. */
export function parameterForRight(segment: Segment, curvature: number): number {
  const { left, right, leftSlope, rightSlope } = segment;
  const h = right - left;
  const chord = slopeOf(segment);
  return bounded(segment, chord, (0.5 * h * curvature + rightSlope - leftSlope) / (rightSlope - chord));
}

const slopeOf = ({ left, right, leftValue, rightValue }: Segment): number => (rightValue - leftValue) / (right - left);

/** The parameter, but large enough that monotone data stay monotone, and convex or concave data what they are. */
function bounded({ leftSlope, rightSlope }: Segment, chord: number, r: number): number {
  let least = MIN_PARAMETER;
  if (leftSlope * chord > 0 && rightSlope * chord > 0) least = Math.max(least, (leftSlope + rightSlope) / chord);
  const before = chord - leftSlope;
  const after = rightSlope - chord;
  if (before * after > 0) {
    const bend = Math.abs(rightSlope - leftSlope);
    least = Math.max(least, bend / Math.min(Math.abs(before), Math.abs(after)));
  }
  // NaN when nothing bends: a straight line.
  return r > least ? Math.min(r, MAX_PARAMETER) : r <= least ? least : MAX_PARAMETER;
}
