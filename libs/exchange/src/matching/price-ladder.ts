import { above, below, highestBit, lowestBit, PageSet } from './page-set.js';

const PAGE_BITS = 10;
const PAGE_TICKS = 1 << PAGE_BITS;
const PAGE_WORDS = PAGE_TICKS / 32;
/** One level: head and tail slot (int32), quantity (float64): 16 bytes. */
const LEVEL_BYTES = 16;
export const LEVEL_I32 = 4;
export const LEVEL_F64 = 2;
export const HEAD = 0;
export const TAIL = 1;
export const QUANTITY = 1;

export const NO_LEVEL = -1;

/**
 * Price levels by tick in pages of 1 024 ticks that exist only while a level in them is occupied, with an occupancy
 * bitmap: the level of a price is two array reads away, the next occupied price a few word reads. One ladder holds both
 * sides, for a price never has bids and asks at once.
 */
export class PriceLadder {
  /** Ticks run from 1 to maxTicks - 1. */
  readonly maxTicks: number;
  i32: Int32Array;
  f64: Float64Array;
  /** Page of a directory entry, 0 = none. */
  private readonly directory: Int32Array;
  private readonly occupied: PageSet;
  private words: Int32Array;
  private summaries: Int32Array;
  private capacity = 16;
  private used = 0;
  private readonly free: number[] = [];
  private readonly maxPages: number;

  constructor(maxTicks: number, maxPages: number) {
    if (!Number.isInteger(maxTicks) || maxTicks < 2 || maxTicks > 2 ** 30)
      throw new RangeError('maxTicks must be 2 to 2^30');
    this.maxTicks = maxTicks;
    this.maxPages = maxPages;
    const pages = Math.ceil(maxTicks / PAGE_TICKS);
    this.directory = new Int32Array(pages);
    this.occupied = new PageSet(pages);
    const buffer = new ArrayBuffer(this.capacity * PAGE_TICKS * LEVEL_BYTES);
    this.i32 = new Int32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.words = new Int32Array(this.capacity * PAGE_WORDS);
    this.summaries = new Int32Array(this.capacity);
  }

  /** Level of a tick for reading, NO_LEVEL when its page does not exist. */
  find(tick: number): number {
    const page = this.directory[tick >>> PAGE_BITS];
    return page === 0 ? NO_LEVEL : ((page - 1) << PAGE_BITS) + (tick & (PAGE_TICKS - 1));
  }

  /** Level of a tick, marked occupied; NO_LEVEL when all pages are taken. */
  occupy(tick: number): number {
    const entry = tick >>> PAGE_BITS;
    let page = this.directory[entry];
    if (page === 0) {
      page = this.takePage();
      if (page === 0) return NO_LEVEL;
      this.directory[entry] = page;
      this.occupied.add(entry);
    }
    const word = (tick >>> 5) & (PAGE_WORDS - 1);
    this.words[(page - 1) * PAGE_WORDS + word] |= 1 << (tick & 31);
    this.summaries[page - 1] |= 1 << word;
    return ((page - 1) << PAGE_BITS) + (tick & (PAGE_TICKS - 1));
  }

  /** Marks an emptied level (head, tail and quantity already 0) as free; gives its page back with the last one. */
  vacate(tick: number): void {
    const entry = tick >>> PAGE_BITS;
    const page = this.directory[entry];
    const word = (tick >>> 5) & (PAGE_WORDS - 1);
    const at = (page - 1) * PAGE_WORDS + word;
    this.words[at] &= ~(1 << (tick & 31));
    if (this.words[at] !== 0) return;
    this.summaries[page - 1] &= ~(1 << word);
    if (this.summaries[page - 1] !== 0) return;
    this.directory[entry] = 0;
    this.occupied.remove(entry);
    this.free.push(page);
  }

  /** The next occupied tick above, or maxTicks. */
  next(tick: number): number {
    let entry = tick >>> PAGE_BITS;
    let page = this.directory[entry];
    if (page !== 0) {
      const word = (tick >>> 5) & (PAGE_WORDS - 1);
      const base = (page - 1) * PAGE_WORDS;
      const bits = above(this.words[base + word], tick & 31);
      if (bits !== 0) return (entry << PAGE_BITS) + (word << 5) + lowestBit(bits);
      const rest = above(this.summaries[page - 1], word);
      if (rest !== 0) return this.tickAt(entry, base, lowestBit(rest), true);
    }
    entry = this.occupied.next(entry);
    if (entry < 0) return this.maxTicks;
    page = this.directory[entry];
    return this.tickAt(entry, (page - 1) * PAGE_WORDS, lowestBit(this.summaries[page - 1]), true);
  }

  /** The next occupied tick below, or 0. */
  previous(tick: number): number {
    let entry = tick >>> PAGE_BITS;
    let page = this.directory[entry];
    if (page !== 0) {
      const word = (tick >>> 5) & (PAGE_WORDS - 1);
      const base = (page - 1) * PAGE_WORDS;
      const bits = below(this.words[base + word], tick & 31);
      if (bits !== 0) return (entry << PAGE_BITS) + (word << 5) + highestBit(bits);
      const rest = below(this.summaries[page - 1], word);
      if (rest !== 0) return this.tickAt(entry, base, highestBit(rest), false);
    }
    entry = this.occupied.previous(entry);
    if (entry < 0) return 0;
    page = this.directory[entry];
    return this.tickAt(entry, (page - 1) * PAGE_WORDS, highestBit(this.summaries[page - 1]), false);
  }

  private tickAt(entry: number, base: number, word: number, lowest: boolean): number {
    const bits = this.words[base + word];
    return (entry << PAGE_BITS) + (word << 5) + (lowest ? lowestBit(bits) : highestBit(bits));
  }

  private takePage(): number {
    const page = this.free.pop();
    if (page !== undefined) return page;
    if (this.used === this.maxPages) return 0;
    if (this.used === this.capacity) this.grow();
    return ++this.used;
  }

  private grow(): void {
    this.capacity = Math.min(this.capacity * 2, this.maxPages);
    const buffer = new ArrayBuffer(this.capacity * PAGE_TICKS * LEVEL_BYTES);
    const i32 = new Int32Array(buffer);
    i32.set(this.i32);
    this.i32 = i32;
    this.f64 = new Float64Array(buffer);
    const words = new Int32Array(this.capacity * PAGE_WORDS);
    words.set(this.words);
    this.words = words;
    const summaries = new Int32Array(this.capacity);
    summaries.set(this.summaries);
    this.summaries = summaries;
  }
}
