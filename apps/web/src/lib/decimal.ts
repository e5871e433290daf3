/** Decimal text as an exact integer of `scale` decimals. Prices, quantities and money never become floats here. */
interface Scaled {
  readonly units: bigint;
  readonly scale: number;
}

const shape = /^([+-]?)(\d{1,30})(?:\.(\d{1,20}))?$/;

function parse(text: string): Scaled | undefined {
  const match = shape.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '0', fraction = ''] = match;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

/** Throws for anything that is no decimal text: what people type goes through `isDecimal` first. */
function read(text: string): Scaled {
  const value = parse(text);
  if (!value) throw new RangeError(`not a decimal: ${text}`);
  return value;
}

const unitsAt = ({ units, scale }: Scaled, wanted: number): bigint => units * 10n ** BigInt(wanted - scale);

function print(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`;
  return units < 0n ? `-${text}` : text;
}

function together(a: string, b: string): { readonly a: bigint; readonly b: bigint; readonly scale: number } {
  const [left, right] = [read(a), read(b)];
  const scale = Math.max(left.scale, right.scale);
  return { a: unitsAt(left, scale), b: unitsAt(right, scale), scale };
}

export function isDecimal(text: string): boolean {
  return parse(text) !== undefined;
}

/** What a person typed, as decimal text: separators of thousands gone, a missing zero put in; undefined when it is none. */
export function typedDecimal(text: string): string | undefined {
  const plain = text.trim().replaceAll(/[,_\s]/g, '');
  const full = plain.startsWith('.') ? `0${plain}` : plain;
  const trimmed = full.endsWith('.') ? full.slice(0, -1) : full;
  return isDecimal(trimmed) ? trimmed : undefined;
}

export function add(a: string, b: string): string {
  const both = together(a, b);
  return print(both.a + both.b, both.scale);
}

export function subtract(a: string, b: string): string {
  const both = together(a, b);
  return print(both.a - both.b, both.scale);
}

export function multiply(a: string, b: string): string {
  const [left, right] = [read(a), read(b)];
  return print(left.units * right.units, left.scale + right.scale);
}

export function compare(a: string, b: string): -1 | 0 | 1 {
  const both = together(a, b);
  if (both.a === both.b) return 0;
  return both.a < both.b ? -1 : 1;
}

export function sum(values: Iterable<string>): string {
  let total = '0';
  for (const value of values) total = add(total, value);
  return total;
}

export function negate(text: string): string {
  const { units, scale } = read(text);
  return print(-units, scale);
}

export function absolute(text: string): string {
  return signOf(text) < 0 ? negate(text) : text;
}

export function signOf(text: string): -1 | 0 | 1 {
  const { units } = read(text);
  if (units === 0n) return 0;
  return units < 0n ? -1 : 1;
}

/** Decimals that the text of a step such as `0.010` needs: 2. */
export function decimalsOf(step: string): number {
  return trim(step).split('.')[1]?.length ?? 0;
}

export function isMultiple(value: string, step: string): boolean {
  const both = together(value, step);
  return both.b !== 0n && both.a % both.b === 0n;
}

/** The multiple of `step` nearest to zero's side of `value`, with as many decimals as the step has. */
export function alignDown(value: string, step: string): string {
  const { a, b, scale } = together(value, step);
  if (b === 0n) return value;
  return fixed(print((a / b) * b, scale), decimalsOf(step));
}

/** `value` moved by `count` steps; one between two steps goes to the next one in that direction. Never below zero. */
export function stepBy(value: string, step: string, count: number): string {
  const { a, b, scale } = together(value, step);
  if (b === 0n) return value;
  const rest = ((a % b) + b) % b;
  const base = a - rest;
  const steps = BigInt(count) + (rest !== 0n && count < 0 ? 1n : 0n);
  const moved = base + steps * b;
  return fixed(print(moved < 0n ? 0n : moved, scale), decimalsOf(step));
}

/** Rounded half away from zero to `places` decimals. For display, and exact where nothing is cut off. */
export function fixed(text: string, places: number): string {
  const { units, scale } = read(text);
  if (scale <= places) return print(units * 10n ** BigInt(places - scale), places);
  const unit = 10n ** BigInt(scale - places);
  const half = unit / 2n;
  const rounded = units < 0n ? -((-units + half) / unit) : (units + half) / unit;
  return print(rounded, places);
}

/** Without zeros at the end of the fraction. */
export function trim(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A number of the market data as text of `places` decimals; market data are JSON numbers. */
export function fromNumber(value: number, places: number): string {
  return value.toFixed(places);
}
