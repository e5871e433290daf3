/** Amounts of the stand-in are whole numbers of 10^-8. */
export const ONE = 100_000_000;

/** NaN for what is no plain decimal of at most 8 places. */
export function amountOf(text: string | undefined): number {
  const match = /^(\d+)(?:\.(\d{1,8}))?$/.exec(text ?? '');
  return match === null ? NaN : Number(match[1]) * ONE + Number((match[2] ?? '').padEnd(8, '0'));
}

/** Eight decimals, as the spot market writes them. */
export function textOf(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(9, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -8)}.${digits.slice(-8)}`;
}

/** price * quantity / 10000 * rate, rounded up. */
export function feeOf(price: number, quantity: number, perTenThousand: number): number {
  const exact = BigInt(price) * BigInt(quantity) * BigInt(perTenThousand);
  const unit = BigInt(ONE) * 10_000n;
  return Number((exact + unit - 1n) / unit);
}
