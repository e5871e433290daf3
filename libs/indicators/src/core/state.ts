import { IndicatorError } from '../errors.js';

/** A growing row of doubles that is written from its start and then read from its start. */
export class StateBuffer {
  private length: number;
  private at = 0;

  constructor(private doubles = new Float64Array(0)) {
    this.length = doubles.length;
  }

  /** From now on what is written replaces what was there. */
  rewind(): void {
    this.length = 0;
    this.at = 0;
  }

  /** From now on it is read from the start. */
  reread(): void {
    this.at = 0;
  }

  get isReadWhole(): boolean {
    return this.at === this.length;
  }

  write(value: number): void {
    if (this.length === this.doubles.length) this.grow(this.length + 1);
    this.doubles[this.length] = value;
    this.length += 1;
  }

  writeAll(values: ArrayLike<number>): void {
    const end = this.length + values.length;
    if (end > this.doubles.length) this.grow(end);
    this.doubles.set(values, this.length);
    this.length = end;
  }

  /** @throws IndicatorError INDICATOR_SNAPSHOT when there is no more. */
  read(): number {
    if (this.at >= this.length) throw mismatch('it ends too early');
    const value = this.doubles[this.at];
    this.at += 1;
    return value;
  }

  /** A view of the next `count` doubles. */
  readAll(count: number): Float64Array {
    if (!(count >= 0 && this.at + count <= this.length)) throw mismatch('it ends too early');
    const values = this.doubles.subarray(this.at, this.at + count);
    this.at += count;
    return values;
  }

  /** A copy of what was written. */
  toDoubles(): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.doubles.subarray(0, this.length));
  }

  private grow(needed: number): void {
    const larger = new Float64Array(Math.max(needed, 2 * this.doubles.length));
    larger.set(this.doubles.subarray(0, this.length));
    this.doubles = larger;
  }
}

export function mismatch(why: string): IndicatorError {
  return new IndicatorError('INDICATOR_SNAPSHOT', `the snapshot is not one of this indicator: ${why}`);
}

type Holder = Record<string, unknown>;
type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array;

const isNumbers = (value: unknown): value is Numbers =>
  value instanceof Float64Array ||
  value instanceof Int32Array ||
  value instanceof Uint32Array ||
  value instanceof Uint8Array;

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null;

/** Names and parameters of an indicator do not change, and texts and functions are no state. */
const FIXED: ReadonlySet<string> = new Set(['name', 'parameters']);

/**
 * Writes whatever of `holder` can change: its own numbers, booleans, typed arrays, lists of numbers or of objects, maps of
 * numbers, and the objects within, in the order in which they were declared.
 */
export function capture(holder: object, into: StateBuffer): void {
  for (const key of Object.keys(holder)) if (!FIXED.has(key)) captureValue((holder as Holder)[key], into);
}

function captureValue(value: unknown, into: StateBuffer): void {
  if (typeof value === 'number') into.write(value);
  else if (typeof value === 'boolean') into.write(value ? 1 : 0);
  else if (isNumbers(value)) into.writeAll(value);
  else if (Array.isArray(value)) {
    into.write(value.length);
    for (const one of value) captureValue(one, into);
  } else if (value instanceof Map) {
    into.write(value.size);
    for (const [key, number] of value as Map<number, number>) {
      into.write(key);
      into.write(number);
    }
  } else if (isHolder(value)) capture(value, into);
}

/**
 * Brings `holder` to what `capture` wrote of one that was made with the same parameters.
 * @throws IndicatorError INDICATOR_SNAPSHOT
 */
export function reinstate(holder: object, from: StateBuffer): void {
  const values = holder as Holder;
  for (const key of Object.keys(holder)) {
    if (FIXED.has(key)) continue;
    const value = values[key];
    if (typeof value === 'number') values[key] = from.read();
    else if (typeof value === 'boolean') values[key] = from.read() === 1;
    else if (isNumbers(value)) value.set(from.readAll(value.length));
    else if (Array.isArray(value)) reinstateList(value, from);
    else if (value instanceof Map) reinstateMap(value as Map<number, number>, from);
    else if (isHolder(value)) reinstate(value, from);
  }
}

/** Lists of numbers grow and shrink; lists of objects stay as long as they are. */
function reinstateList(list: unknown[], from: StateBuffer): void {
  const length = from.read();
  if (list.some(isHolder)) {
    if (length !== list.length) throw mismatch(`a list has ${list.length} members, not ${length}`);
    for (const one of list) {
      if (isNumbers(one)) one.set(from.readAll(one.length));
      else reinstate(one as object, from);
    }
    return;
  }
  list.length = 0;
  for (const value of from.readAll(length)) list.push(value);
}

function reinstateMap(map: Map<number, number>, from: StateBuffer): void {
  map.clear();
  const pairs = from.readAll(2 * from.read());
  for (let i = 0; i < pairs.length; i += 2) map.set(pairs[i], pairs[i + 1]);
}

function namesOf(holder: object): string {
  if (Array.isArray(holder) && !holder.some(isHolder)) return '';
  if (holder instanceof Map) return '';
  const parts = Object.entries(holder).filter(([key]) => !FIXED.has(key));
  return parts
    .map(([key, value]) => `${key}${isHolder(value) && !isNumbers(value) ? `{${namesOf(value)}}` : ''}`)
    .join();
}

/** Eight hexadecimal digits of what the fields are called (FNV-1a): another release may have others in the same places. */
export function layoutOf(holder: object): string {
  let hash = 0x811c9dc5;
  for (const character of namesOf(holder)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
