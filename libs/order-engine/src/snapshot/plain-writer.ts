import { MAX_SMALL, SMALL, TAG } from './tags.js';

const FIRST_CAPACITY = 1 << 16;
const encoder = new TextEncoder();

/**
 * Writes plain data: undefined, booleans, numbers, bigints, texts, lists (anything iterable: a generator need not hold what
 * it yields), maps, sets and plain objects. A text is written once, then named by its number, as is an object for which
 * `isShared` holds: it comes back as one object again. The same data in the same order gives the same bytes.
 */
export class PlainWriter {
  private bytes = new Uint8Array(FIRST_CAPACITY);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  private readonly texts = new Map<string, number>();
  private readonly shapes = new Map<string, number>();
  private readonly shared = new Map<object, number>();
  private readonly isShared: (value: object) => boolean;

  /** The first `reserved` bytes are left to the caller. */
  constructor(reserved = 0, isShared: (value: object) => boolean = () => false) {
    this.length = reserved;
    this.isShared = isShared;
  }

  /** Writes values one after the other; they are read so too. @throws Error on what is no plain data, such as a function: a bug of whoever hands it out */
  write(value: unknown): void {
    switch (typeof value) {
      case 'undefined':
        return this.u8(TAG.absent);
      case 'boolean':
        return this.u8(value ? TAG.yes : TAG.no);
      case 'number':
        return this.number(value);
      case 'string':
        return this.text(value);
      case 'bigint':
        this.u8(TAG.big);
        return this.text(value.toString());
      case 'object':
        if (value !== null) return this.object(value);
        break;
      default:
        break;
    }
    throw new Error(`${String(value)} is no plain data`);
  }

  /** What was written: a view. */
  take(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private number(value: number): void {
    if (!Number.isSafeInteger(value)) {
      this.u8(TAG.double);
      this.room(8);
      this.view.setFloat64(this.length, value, true);
      this.length += 8;
    } else if (value >= 0 && value <= MAX_SMALL) this.u8(SMALL + value);
    else {
      this.u8(value < 0 ? TAG.negative : TAG.integer);
      this.varint(Math.abs(value));
    }
  }

  private object(value: object): void {
    if (value instanceof Map) {
      this.u8(TAG.map);
      for (const [key, one] of value as Map<unknown, unknown>) {
        this.write(key);
        this.write(one);
      }
      return this.u8(TAG.end);
    }
    if (Symbol.iterator in value) {
      this.u8(value instanceof Set ? TAG.set : TAG.list);
      for (const one of value as Iterable<unknown>) this.write(one);
      return this.u8(TAG.end);
    }
    if (this.isShared(value)) {
      const known = this.shared.get(value);
      if (known !== undefined) {
        this.u8(TAG.sharedAgain);
        return this.varint(known);
      }
      this.shared.set(value, this.shared.size);
      this.u8(TAG.shared);
    }
    this.fields(value);
  }

  private fields(value: object): void {
    // The class of an object would be lost without a word.
    if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error('an object of a class is no plain data');
    const loose = value as Readonly<Record<string, unknown>>;
    const names = Object.keys(loose);
    this.u8(TAG.object);
    const shape = names.join();
    const known = this.shapes.get(shape);
    this.varint(known ?? this.shapes.size);
    if (known === undefined) {
      this.shapes.set(shape, this.shapes.size);
      this.varint(names.length);
      for (const name of names) this.text(name);
    }
    for (const name of names) this.write(loose[name]);
  }

  private text(value: string): void {
    const known = this.texts.get(value);
    if (known !== undefined) {
      this.u8(TAG.textAgain);
      return this.varint(known);
    }
    this.texts.set(value, this.texts.size);
    const { length } = value;
    // A tag, a length, and at most three bytes for each unit of the text.
    this.room(16 + 3 * length);
    const start = this.length;
    this.bytes[this.length++] = TAG.ascii;
    this.varint(length);
    const at = this.length;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return this.encoded(value, start);
      this.bytes[at + i] = code;
    }
    this.length = at + length;
  }

  private encoded(value: string, start: number): void {
    const utf8 = encoder.encode(value);
    this.length = start;
    this.bytes[this.length++] = TAG.text;
    this.varint(utf8.length);
    this.bytes.set(utf8, this.length);
    this.length += utf8.length;
  }

  private varint(value: number): void {
    this.room(8);
    let left = value;
    for (; left >= 0x80; left = Math.floor(left / 0x80)) this.bytes[this.length++] = (left % 0x80) | 0x80;
    this.bytes[this.length++] = left;
  }

  private u8(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  private room(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(2 * (this.length + more));
    grown.set(this.bytes);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}
