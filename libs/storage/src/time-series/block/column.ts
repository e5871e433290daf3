import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

export type Value = number | string;

/** How the values of a column are written; numbers are part of the format. */
const INTEGERS = 0;
const DOUBLES = 1;
/** Texts that are integers written out, such as ids that count up. */
const INTEGER_TEXTS = 2;
/** Few different texts: each once, then their numbers. */
const FEW_TEXTS = 3;
const TEXTS = 4;
/** Numbers and texts in one column. */
const MIXED = 5;

const MOST_DIFFERENT = 255;

const isInteger = (value: Value): value is number => Number.isSafeInteger(value) && !Object.is(value, -0);
const isIntegerText = (value: Value): value is string =>
  typeof value === 'string' && value.length <= 17 && isInteger(Number(value)) && String(Number(value)) === value;

/** Whether the difference of each integer to the one before is exact. */
function haveDifferences(values: readonly number[]): boolean {
  let last = 0;
  for (const value of values) {
    if (!Number.isSafeInteger(value - last)) return false;
    last = value;
  }
  return true;
}

function writeDifferences(out: ByteWriter, values: readonly number[]): void {
  let last = 0;
  for (const value of values) {
    out.signed(value - last);
    last = value;
  }
}

function readDifferences<T>(from: ByteReader, count: number, make: (value: number) => T): T[] {
  let last = 0;
  return Array.from({ length: count }, () => make((last += from.signed())));
}

function writeTexts(out: ByteWriter, values: readonly string[]): void {
  const numbers = new Map<string, number>();
  for (const value of values) {
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    if (numbers.size > MOST_DIFFERENT) break;
  }
  if (numbers.size > MOST_DIFFERENT || numbers.size === values.length) {
    out.byte(TEXTS);
    for (const value of values) out.text(value);
    return;
  }
  out.byte(FEW_TEXTS);
  out.unsigned(numbers.size);
  for (const value of numbers.keys()) out.text(value);
  for (const value of values) out.unsigned(numbers.get(value) as number);
}

/** Every value comes back exactly as it is. */
export function writeColumn(out: ByteWriter, values: readonly Value[]): void {
  const numbers = values.every((value) => typeof value === 'number') ? values : undefined;
  if (numbers !== undefined) {
    const small = numbers.every(isInteger) && haveDifferences(numbers);
    out.byte(small ? INTEGERS : DOUBLES);
    if (small) writeDifferences(out, numbers);
    else for (const value of numbers) out.double(value);
    return;
  }
  const texts = values.every((value) => typeof value === 'string') ? values : undefined;
  if (texts === undefined) {
    out.byte(MIXED);
    for (const value of values) {
      out.byte(typeof value === 'number' ? 0 : 1);
      if (typeof value === 'number') out.double(value);
      else out.text(value);
    }
    return;
  }
  const written = texts.every(isIntegerText) ? texts.map(Number) : undefined;
  if (written === undefined || !haveDifferences(written)) return writeTexts(out, texts);
  out.byte(INTEGER_TEXTS);
  writeDifferences(out, written);
}

/** @throws RangeError */
export function readColumn(from: ByteReader, count: number): readonly Value[] {
  const form = from.byte();
  switch (form) {
    case INTEGERS:
      return readDifferences(from, count, (value) => value);
    case DOUBLES:
      return Array.from({ length: count }, () => from.double());
    case INTEGER_TEXTS:
      return readDifferences(from, count, String);
    case FEW_TEXTS: {
      const different = Array.from({ length: from.unsigned() }, () => from.text());
      return Array.from({ length: count }, () => {
        const text = different[from.unsigned()];
        if (text === undefined) throw new RangeError('it has no such text');
        return text;
      });
    }
    case TEXTS:
      return Array.from({ length: count }, () => from.text());
    case MIXED:
      return Array.from({ length: count }, () => (from.byte() === 0 ? from.double() : from.text()));
    default:
      throw new RangeError(`it has no form ${form}`);
  }
}
