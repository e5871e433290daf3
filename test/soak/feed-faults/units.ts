/** Units of a decimal text by its digits, read plainly: what is finer than the scale is nothing. */
export function unitsOf(text: string, scale: number): number {
  const [whole, fraction = ''] = text.split('.');
  if (/[1-9]/.test(fraction.slice(scale))) throw new Error(`${text} is finer than ${scale} decimals`);
  return Number(BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0')));
}
