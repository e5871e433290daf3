import { MAX_UNITS, POW10 } from '@bourseworks/domain';
import { read } from '../fields.js';

const QUOTE = 34;
const COMMA = 44;
const POINT = 46;
const ZERO = 48;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** What `nextKey` gives behind the last field, and for names of more than two letters, which `named` tells apart. */
export const END = 0;
export const LONG_NAME = -1;

/** The number that `nextKey` gives for a name of one or two letters. */
export function keyOf(name: string): number {
  return name.length === 1 ? name.charCodeAt(0) : name.charCodeAt(0) | (name.charCodeAt(1) << 8);
}

const NOTHING = Buffer.alloc(0);
/** Words that are remembered: a venue has a few of each kind. */
const MAX_WORDS = 4_096;

/**
 * Reads a message from left to right, byte by byte, without making objects of it: Binance writes each price as a text, and most
 * of the time of JSON.parse goes into texts and fields that nobody keeps. What is not asked for is skipped, as far as its
 * brackets close. All but the constructor throw DomainError DATA_FORMAT for what is not as it should be.
 */
export class JsonScanner {
  private bytes: Buffer = NOTHING;
  private at = 0;
  /** Behind an opening bracket, where no comma stands. */
  private first = false;
  private nameAt = 0;
  private nameEnd = 0;
  /** By a hash of their bytes. */
  private readonly words = new Map<number, string>();

  /** `bytes` is UTF-8, and is not changed while it is read. */
  begin(bytes: Buffer): void {
    this.bytes = bytes;
    this.at = 0;
    this.first = false;
  }

  /** Where the next value begins, to `return` to. */
  get position(): number {
    return this.at;
  }

  return(position: number): void {
    this.at = position;
    this.first = false;
  }

  openObject(): void {
    this.expect(OPEN_OBJECT, 'no object');
    this.first = true;
  }

  openList(): void {
    this.expect(OPEN_LIST, 'no list');
    this.first = true;
  }

  /** The next field of the object that was opened last; END closes it. The value is to be read, or skipped. */
  nextKey(): number {
    const key = this.shortKey();
    if (key !== END) return key;
    if (!this.next(CLOSE_OBJECT)) return END;
    this.expect(QUOTE, 'no name of a field');
    const start = this.at;
    const end = this.closing();
    this.expect(COLON, 'a field without a value');
    this.nameAt = start;
    this.nameEnd = end;
    const { bytes } = this;
    if (end - start === 1) return bytes[start];
    return end - start === 2 ? bytes[start] | (bytes[start + 1] << 8) : LONG_NAME;
  }

  /** Whether the field of `nextKey` has this name. */
  named(name: string): boolean {
    return this.nameEnd - this.nameAt === name.length && this.stands(name, this.nameAt);
  }

  /** Whether the list that was opened last has another item; otherwise it is closed. */
  nextItem(): boolean {
    return this.next(CLOSE_LIST);
  }

  /** A text without escapes. One that came before is not made again: making it costs more than all else of a small message. */
  string(): string {
    this.expect(QUOTE, 'no text');
    const { bytes } = this;
    const start = this.at;
    let at = start;
    let hash = 0;
    for (let code = bytes[at]; code !== QUOTE; code = bytes[++at]) {
      if (!(code >= 32)) throw read.badData('a text without an end');
      if (code === BACKSLASH) throw read.badData('a text with escapes where a word stands');
      hash = (Math.imul(hash, 31) + code) | 0;
    }
    this.at = at + 1;
    const known = this.words.get(hash);
    if (known?.length === at - start && this.stands(known, start)) return known;
    const text = bytes.toString('utf8', start, at);
    if (this.words.size < MAX_WORDS) this.words.set(hash, text);
    return text;
  }

  /** Units of a non-negative decimal text at `scale` digits, exactly: finer ones, and more than 2^50, are refused. */
  units(scale: number): number {
    this.expect(QUOTE, 'a number that is no decimal string');
    const { bytes } = this;
    const start = this.at;
    let at = start;
    let units = 0;
    let digit = bytes[at] - ZERO;
    // A number that is too large loses digits here, and not its size.
    for (; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO) units = units * 10 + digit;
    if (at === start) throw this.badNumber(start, 'the number');
    let decimals = 0;
    if (digit === POINT - ZERO) {
      const first = ++at;
      for (digit = bytes[at] - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO) {
        if (decimals < scale) {
          units = units * 10 + digit;
          decimals++;
        } else if (digit !== 0) throw this.badNumber(start, `more than ${scale} decimals in`);
      }
      if (at === first) throw this.badNumber(start, 'the number');
    }
    if (digit !== QUOTE - ZERO) throw this.badNumber(start, 'the number');
    this.at = at + 1;
    if (decimals < scale) units *= POW10[scale - decimals];
    if (units <= MAX_UNITS) return units;
    throw this.badNumber(start, 'a number that is too large:');
  }

  /** A whole number of at least 0: a time, an id, a count. */
  count(): number {
    this.space();
    const { bytes } = this;
    const start = this.at;
    let at = start;
    let value = 0;
    for (;;) {
      const digit = bytes[at] - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      at++;
    }
    this.at = at;
    if (at > start && value <= Number.MAX_SAFE_INTEGER) return value;
    throw read.badData('no whole number');
  }

  flag(): boolean {
    this.space();
    const { at } = this;
    if (this.stands('true', at)) {
      this.at = at + 4;
      return true;
    }
    if (!this.stands('false', at)) throw read.badData('neither true nor false');
    this.at = at + 5;
    return false;
  }

  /** Passes over a value, whatever it is. */
  skip(): void {
    this.space();
    const { bytes } = this;
    const code = bytes[this.at];
    if (code === QUOTE) {
      this.at++;
      this.closing();
    } else if (code === OPEN_OBJECT || code === OPEN_LIST) this.skipNested();
    else this.skipWord();
  }

  /** Nothing may follow. */
  finish(): void {
    this.space();
    if (this.at !== this.bytes.length) throw read.badData('something behind a message');
  }

  /** A field of one letter with nothing between, as nearly all are; END for whatever else stands here, which is left. */
  private shortKey(): number {
    const { bytes, first } = this;
    const at = first ? this.at : this.at + 1;
    if ((!first && bytes[at - 1] !== COMMA) || bytes[at] !== QUOTE) return END;
    const key = bytes[at + 1];
    if (bytes[at + 2] !== QUOTE || bytes[at + 3] !== COLON || key < 32 || key === BACKSLASH) return END;
    this.first = false;
    this.at = at + 4;
    this.nameAt = at + 1;
    this.nameEnd = at + 2;
    return key;
  }

  private next(close: number): boolean {
    this.space();
    const code = this.bytes[this.at];
    const { first } = this;
    this.first = false;
    if (code === close) {
      this.at++;
      return false;
    }
    if (first) return true;
    if (code !== COMMA) throw read.badData('a message without the end of an object or list');
    this.at++;
    return true;
  }

  private expect(code: number, problem: string): void {
    this.space();
    if (this.bytes[this.at] !== code) throw read.badData(problem);
    this.at++;
  }

  /** Goes behind the quote that closes a text, and gives its place. */
  private closing(): number {
    const { bytes } = this;
    let at = this.at;
    for (;;) {
      const code = bytes[at];
      if (code === QUOTE) break;
      if (!(code >= 32)) throw read.badData('a text without an end');
      at += code === BACKSLASH ? 2 : 1;
    }
    this.at = at + 1;
    return at;
  }

  /** Brackets are counted, not stacked: nesting without end costs nothing. */
  private skipNested(): void {
    const { bytes } = this;
    let depth = 0;
    do {
      const code = bytes[this.at++];
      if (code === QUOTE) this.closing();
      else if (code === OPEN_OBJECT || code === OPEN_LIST) depth++;
      else if (code === CLOSE_OBJECT || code === CLOSE_LIST) depth--;
      else if (!(code >= 0)) throw read.badData('an object or list without an end');
    } while (depth > 0);
  }

  /** A number, true, false or null; whether it is one does not matter, as nobody reads it. */
  private skipWord(): void {
    const { bytes } = this;
    const start = this.at;
    for (;;) {
      const code = bytes[this.at];
      if (!(code > 32) || code === COMMA || code === CLOSE_OBJECT || code === CLOSE_LIST) break;
      this.at++;
    }
    if (this.at === start) throw read.badData('a field without a value');
  }

  private space(): void {
    // Nearly always there is none.
    if (!(this.bytes[this.at] > 32)) this.passSpace();
  }

  private passSpace(): void {
    const { bytes } = this;
    for (;;) {
      const code = bytes[this.at];
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  /** Whether the bytes at a place are this word. */
  private stands(word: string, at: number): boolean {
    const { bytes } = this;
    for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false;
    return true;
  }

  private badNumber(start: number, problem: string): Error {
    return read.badData(`${problem} "${this.bytes.toString('latin1', start, start + 40)}"`);
  }
}
