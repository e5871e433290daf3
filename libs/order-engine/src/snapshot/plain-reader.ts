import { SMALL, TAG } from './tags.js';

const decoder = new TextDecoder('utf-8', { fatal: true });
const END = Symbol('end');
/** A varint of a safe integer has no more bytes. */
const MAX_VARINT = 8;

/** Bytes that no writer made. */
export class PlainFault extends Error {}

/** Reads what PlainWriter wrote. @throws PlainFault on anything else; bounds are checked throughout */
export class PlainReader {
  private at = 0;
  private readonly view: DataView;
  private readonly buffer: Buffer;
  private readonly texts: string[] = [];
  private readonly shapes: (readonly string[])[] = [];
  private readonly shared: unknown[] = [];

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get finished(): boolean {
    return this.at === this.bytes.length;
  }

  read(): unknown {
    const value = this.next();
    if (value === END) throw new PlainFault('an end of nothing');
    return value;
  }

  /** The values of a list, each read when it is asked for; all of them are to be, before anything else is read. */
  *each(): Generator<unknown> {
    if (this.u8() !== TAG.list) throw new PlainFault('no list');
    for (let value = this.next(); value !== END; value = this.next()) yield value;
  }

  private next(): unknown {
    const tag = this.u8();
    if (tag >= SMALL) return tag - SMALL;
    switch (tag) {
      case TAG.absent:
        return undefined;
      case TAG.no:
        return false;
      case TAG.yes:
        return true;
      case TAG.integer:
        return this.varint();
      case TAG.negative:
        return -this.varint();
      case TAG.double:
        this.skip(8);
        return this.view.getFloat64(this.at - 8, true);
      case TAG.big:
        return bigOf(this.read());
      case TAG.ascii:
        return this.ascii();
      case TAG.text:
        return this.text();
      case TAG.textAgain:
        return this.known(this.texts);
      case TAG.sharedAgain:
        return this.known(this.shared);
      case TAG.shared:
        return this.sharedObject();
      case TAG.list:
        return this.list();
      case TAG.map:
        return this.map();
      case TAG.set:
        return new Set(this.list());
      case TAG.object:
        return this.fields();
      default:
        return END;
    }
  }

  private list(): unknown[] {
    const list: unknown[] = [];
    for (let value = this.next(); value !== END; value = this.next()) list.push(value);
    return list;
  }

  private map(): Map<unknown, unknown> {
    const map = new Map<unknown, unknown>();
    for (let key = this.next(); key !== END; key = this.next()) map.set(key, this.read());
    return map;
  }

  private sharedObject(): unknown {
    const number = this.shared.push(undefined) - 1;
    const value = this.read();
    this.shared[number] = value;
    return value;
  }

  private fields(): unknown {
    const number = this.varint();
    if (number === this.shapes.length) {
      const names: string[] = [];
      for (let left = this.varint(); left > 0; left--) names.push(String(this.read()));
      this.shapes.push(names);
    }
    const names = this.shapes[number];
    if (names === undefined) throw new PlainFault('a shape that is not known');
    const value: Record<string, unknown> = {};
    for (const name of names) value[name] = this.read();
    return value;
  }

  private ascii(): string {
    const length = this.varint();
    this.skip(length);
    const text = this.buffer.toString('latin1', this.at - length, this.at);
    this.texts.push(text);
    return text;
  }

  private text(): string {
    const length = this.varint();
    this.skip(length);
    try {
      const text = decoder.decode(this.bytes.subarray(this.at - length, this.at));
      this.texts.push(text);
      return text;
    } catch {
      throw new PlainFault('a text that is none');
    }
  }

  private known<T>(list: readonly T[]): T {
    const number = this.varint();
    if (number >= list.length) throw new PlainFault('a number of nothing');
    return list[number];
  }

  private varint(): number {
    let value = 0;
    let unit = 1;
    for (let i = 0; i < MAX_VARINT; i++, unit *= 0x80) {
      const byte = this.u8();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) {
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
    }
    throw new PlainFault('an integer that is none');
  }

  private u8(): number {
    this.skip(1);
    return this.bytes[this.at - 1];
  }

  private skip(count: number): void {
    if (this.at + count > this.bytes.length) throw new PlainFault('shorter than what it says');
    this.at += count;
  }
}

function bigOf(text: unknown): bigint {
  if (typeof text === 'string' && /^-?[0-9]+$/.test(text)) return BigInt(text);
  throw new PlainFault('an amount that is none');
}
