/** Index of the lowest set bit; the word must not be 0. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** Index of the highest set bit; the word must not be 0. */
export function highestBit(word: number): number {
  return 31 - Math.clz32(word);
}

/** Bits above `bit`. */
export function above(word: number, bit: number): number {
  return word & (-2 << bit);
}

/** Bits below `bit`. */
export function below(word: number, bit: number): number {
  return word & ((1 << bit) - 1);
}

/** Set of page numbers with a summary bit per 32 of them: the neighbours of a page are found in a few word reads. */
export class PageSet {
  private readonly words: Int32Array;
  private readonly summary: Int32Array;

  constructor(pages: number) {
    this.words = new Int32Array(Math.ceil(pages / 32));
    this.summary = new Int32Array(Math.ceil(this.words.length / 32));
  }

  add(page: number): void {
    const word = page >>> 5;
    this.words[word] |= 1 << (page & 31);
    this.summary[word >>> 5] |= 1 << (word & 31);
  }

  remove(page: number): void {
    const word = page >>> 5;
    this.words[word] &= ~(1 << (page & 31));
    if (this.words[word] === 0) this.summary[word >>> 5] &= ~(1 << (word & 31));
  }

  /** The next page above, or -1. */
  next(page: number): number {
    const word = page >>> 5;
    const bits = above(this.words[word], page & 31);
    if (bits !== 0) return (word << 5) + lowestBit(bits);
    let group = word >>> 5;
    let groups = above(this.summary[group], word & 31);
    while (groups === 0) {
      if (++group >= this.summary.length) return -1;
      groups = this.summary[group];
    }
    const found = (group << 5) + lowestBit(groups);
    return (found << 5) + lowestBit(this.words[found]);
  }

  /** The next page below, or -1. */
  previous(page: number): number {
    const word = page >>> 5;
    const bits = below(this.words[word], page & 31);
    if (bits !== 0) return (word << 5) + highestBit(bits);
    let group = word >>> 5;
    let groups = below(this.summary[group], word & 31);
    while (groups === 0) {
      if (--group < 0) return -1;
      groups = this.summary[group];
    }
    const found = (group << 5) + highestBit(groups);
    return (found << 5) + highestBit(this.words[found]);
  }
}
