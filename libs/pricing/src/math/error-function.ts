import { expMinusSquare, expSquare } from './exp-square.js';

// W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969): relative
// error below 1e-16 in each of three ranges of |x|.

const INVERSE_SQRT_PI = 0.5641895835477563;

/** erf for |x| <= 0.46875. */
function erfCentre(x: number): number {
  const y = x * x;
  const numerator =
    (((0.18577770618460315 * y + 3.1611237438705655) * y + 113.86415415105016) * y + 377.485237685302) * y +
    3209.3775891384694;
  const denominator =
    (((y + 23.601290952344122) * y + 244.02463793444417) * y + 1282.6165260773723) * y + 2844.236833439171;
  return (x * numerator) / denominator;
}

/** exp(x^2) erfc(x) for 0.46875 <= x <= 4. */
function erfcxMiddle(x: number): number {
  const numerator =
    (((((((2.1531153547440383e-8 * x + 0.5641884969886701) * x + 8.883149794388377) * x + 66.11919063714163) * x +
      298.6351381974001) *
      x +
      881.952221241769) *
      x +
      1712.0476126340707) *
      x +
      2051.0783778260716) *
      x +
    1230.3393547979972;
  const denominator =
    (((((((x + 15.744926110709835) * x + 117.6939508913125) * x + 537.1811018620099) * x + 1621.3895745666903) * x +
      3290.7992357334597) *
      x +
      4362.619090143247) *
      x +
      3439.3676741437216) *
      x +
    1230.3393548037495;
  return numerator / denominator;
}

/** exp(x^2) erfc(x) for x >= 4. */
function erfcxTail(x: number): number {
  const y = 1 / (x * x);
  const numerator =
    ((((0.016315387137302097 * y + 0.30532663496123236) * y + 0.36034489994980445) * y + 0.12578172611122926) * y +
      0.016083785148742275) *
      y +
    0.0006587491615298378;
  const denominator =
    ((((y + 2.568520192289822) * y + 1.8729528499234604) * y + 0.5279051029514285) * y + 0.06051834131244132) * y +
    0.0023352049762686918;
  return (INVERSE_SQRT_PI - (y * numerator) / denominator) / x;
}

const erfcxPositive = (x: number): number => (x <= 4 ? erfcxMiddle(x) : erfcxTail(x));

/** Error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) return erfCentre(x);
  const value = 1 - erfc(size);
  return x < 0 ? -value : value;
}

/** Complement 1 - erf(x), with full relative precision for large x. */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) return 1 - erfCentre(x);
  const value = size === Infinity ? 0 : expMinusSquare(size) * erfcxPositive(size);
  return x < 0 ? 2 - value : value;
}

/** Scaled complement exp(x^2) erfc(x): stays in range for any positive x; Infinity below -26.6. */
export function erfcx(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) return Math.exp(x * x) * (1 - erfCentre(x));
  if (x > 0) return x === Infinity ? 0 : erfcxPositive(x);
  return size === Infinity ? Infinity : 2 * expSquare(size) - erfcxPositive(size);
}
