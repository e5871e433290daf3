import { expHalfSquare } from './exp-square.js';

export const SQRT_TWO_PI = 2.5066282746310007;
export const INVERSE_SQRT_TWO_PI = 0.3989422804014327;

/** Density of the standard normal distribution. */
export function normalPdf(x: number): number {
  return INVERSE_SQRT_TWO_PI * expHalfSquare(x);
}

// W. J. Cody, "Algorithm 715: SPECFUN", ACM Transactions on Mathematical Software 19 (1993): rational approximations in
// three ranges of |x|.

/** Distribution function of the standard normal distribution, P(X <= x), to the last digits in the lower tail as well. */
export function normalCdf(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.66291) return 0.5 + cdfCentre(x);
  const tail = expHalfSquare(size) * (size <= 5.656854248 ? scaledMiddle(size) : scaledTail(size));
  return x < 0 ? tail : 1 - tail;
}

/** exp(x^2 / 2) P(X > x): the tail without the factor by which it vanishes; Infinity below -37.7. */
export function scaledNormalTail(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.66291) return Math.exp(0.5 * x * x) * (0.5 - cdfCentre(x));
  const tail = size <= 5.656854248 ? scaledMiddle(size) : scaledTail(size);
  return x > 0 ? tail : Math.exp(0.5 * x * x) - tail;
}

/** cdf - 1/2 for |x| <= 0.66291. */
function cdfCentre(x: number): number {
  const y = x * x;
  const numerator =
    (((0.06568233791820745 * y + 2.2352520354606837) * y + 161.02823106855587) * y + 1067.6894854603709) * y +
    18154.98125334356;
  const denominator =
    (((y + 47.202581904688245) * y + 976.0985517377767) * y + 10260.932208618979) * y + 45507.78933502673;
  return (x * numerator) / denominator;
}

/** exp(x^2 / 2) cdf(-x) for 0.66291 <= x <= sqrt(32). */
function scaledMiddle(x: number): number {
  const numerator =
    (((((((1.0765576773720192e-8 * x + 0.39894151208813466) * x + 8.883149794388377) * x + 93.50665613217785) * x +
      597.2702763948002) *
      x +
      2494.5375852903726) *
      x +
      6848.190450536283) *
      x +
      11602.65143764735) *
      x +
    9842.714838383978;
  const denominator =
    (((((((x + 22.266688044328117) * x + 235.387901782625) * x + 1519.3775994075547) * x + 6485.558298266761) * x +
      18615.571640885097) *
      x +
      34900.95272114598) *
      x +
      38912.00328609327) *
      x +
    19685.429676859992;
  return numerator / denominator;
}

/** exp(x^2 / 2) cdf(-x) for x >= sqrt(32). */
function scaledTail(x: number): number {
  const y = 1 / (x * x);
  const numerator =
    ((((0.023073441764940174 * y + 0.215898534057957) * y + 0.12740116116024736) * y + 0.022235277870649807) * y +
      0.0014216191932278934) *
      y +
    2.9112874951168793e-5;
  const denominator =
    ((((y + 1.284260096144911) * y + 0.4682382124808651) * y + 0.06598813786892856) * y + 0.0037823963320275824) * y +
    7.297515550839662e-5;
  return (INVERSE_SQRT_TWO_PI - (y * numerator) / denominator) / x;
}

/**
 * The x whose distribution function is `p`; -Infinity at 0, Infinity at 1, NaN outside of 0 to 1. M. J. Wichura,
 * "Algorithm AS 241", Applied Statistics 37 (1988), PPND16.
 */
export function inverseNormalCdf(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return quantileCentre(q);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const size = r <= 5 ? quantileMiddle(r - 1.6) : quantileTail(r - 5);
  return q < 0 ? -size : size;
}

function quantileCentre(q: number): number {
  const r = 0.180625 - q * q;
  const numerator =
    ((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r +
      13731.69376550946) *
      r +
      1971.5909503065513) *
      r +
      133.14166789178438) *
      r +
    3.3871328727963665;
  const denominator =
    ((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r +
      5394.196021424751) *
      r +
      687.1870074920579) *
      r +
      42.31333070160091) *
      r +
    1;
  return (q * numerator) / denominator;
}

function quantileMiddle(r: number): number {
  const numerator =
    ((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r +
      3.6478483247632045) *
      r +
      5.769497221460691) *
      r +
      4.630337846156546) *
      r +
    1.4234371107496835;
  const denominator =
    ((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r + 0.14810397642748008) *
      r +
      0.6897673349851) *
      r +
      1.6763848301838038) *
      r +
      2.053191626637759) *
      r +
    1;
  return numerator / denominator;
}

function quantileTail(r: number): number {
  const numerator =
    ((((((2.0103343992922881e-7 * r + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r + 0.026532189526576124) *
      r +
      0.29656057182850487) *
      r +
      1.7848265399172913) *
      r +
      5.463784911164114) *
      r +
    6.657904643501103;
  const denominator =
    ((((((2.0442631033899397e-15 * r + 1.421511758316446e-7) * r + 1.8463183175100548e-5) * r + 0.0007868691311456133) *
      r +
      0.014875361290850615) *
      r +
      0.1369298809227358) *
      r +
      0.599832206555888) *
      r +
    1;
  return numerator / denominator;
}
