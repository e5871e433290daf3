/** Quotient rounded toward minus infinity. */
export function floorDivide(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  return numerator % denominator !== 0n && numerator < 0n !== denominator < 0n ? quotient - 1n : quotient;
}

/** Quotient rounded to the nearest integer, halves away from zero. */
export function roundDivide(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const magnitude = (2n * n + d) / (2n * d);
  return negative ? -magnitude : magnitude;
}

/**
 * Divides numerators by one denominator so that the parts add up to floor(sum of numerators / denominator): each part is
 * the difference of two rounded running sums, so it is off by less than one unit, and nothing is lost or made.
 */
export class Allocation {
  private readonly denominator: bigint;
  private readonly divide: (numerator: bigint, denominator: bigint) => bigint;
  private sum = 0n;
  private given = 0n;

  constructor(denominator: bigint, divide = floorDivide) {
    this.denominator = denominator;
    this.divide = divide;
  }

  next(numerator: bigint): bigint {
    this.sum += numerator;
    const due = this.divide(this.sum, this.denominator);
    const part = due - this.given;
    this.given = due;
    return part;
  }
}
