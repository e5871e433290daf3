import type { StateHasher } from '../state-hasher.js';

/** Bounds: gaps kept open per epoch, and epochs kept per strategy. What falls out is too old. */
export const MAX_GAPS = 1_024;
export const MAX_EPOCHS = 4;

export type Seen = 'new' | 'seen' | 'too-old';

/** Sequences of one (strategy, epoch): all up to `high` are seen but the gaps; all up to `floor` are settled. */
class EpochWindow {
  readonly epoch: number;
  high = 0;
  floor = 0;
  readonly gaps = new Set<number>();

  constructor(epoch: number) {
    this.epoch = epoch;
  }

  look(sequence: number): Seen {
    if (sequence > this.high || this.gaps.has(sequence)) return 'new';
    return sequence > this.floor ? 'seen' : 'too-old';
  }

  note(sequence: number): void {
    if (sequence <= this.high) {
      this.gaps.delete(sequence);
      return;
    }
    // A jump wider than the bound gives up the oldest of it: those ids can no longer be told from repeats.
    const first = Math.max(this.high + 1, sequence - MAX_GAPS);
    if (first > this.high + 1) this.floor = Math.max(this.floor, first - 1);
    for (let gap = first; gap < sequence; gap++) this.gaps.add(gap);
    this.high = sequence;
    for (const gap of this.gaps) {
      if (gap > this.floor && this.gaps.size <= MAX_GAPS) break;
      // Sets iterate in insertion order, which here is ascending.
      this.gaps.delete(gap);
      this.floor = Math.max(this.floor, gap);
    }
  }
}

/** What has been seen of one strategy's machine-made command ids `{strategy}-{epoch}-{sequence}`. */
export class CommandWindow {
  private readonly epochs: EpochWindow[] = [];
  /** Epochs up to here are forgotten. */
  private settled = -1;

  look(epoch: number, sequence: number): Seen {
    const window = this.epochs.find((one) => one.epoch === epoch);
    if (window !== undefined) return window.look(sequence);
    return epoch <= this.settled ? 'too-old' : 'new';
  }

  note(epoch: number, sequence: number): void {
    let window = this.epochs.find((one) => one.epoch === epoch);
    if (window === undefined) {
      window = new EpochWindow(epoch);
      this.epochs.push(window);
      this.epochs.sort((a, b) => a.epoch - b.epoch);
      if (this.epochs.length > MAX_EPOCHS) this.settled = this.epochs.shift()?.epoch ?? this.settled;
    }
    window.note(sequence);
  }

  image() {
    return { settled: this.settled, epochs: this.epochs.map((one) => Object.assign({}, one)) };
  }

  restore({ settled, epochs }: ReturnType<CommandWindow['image']>): void {
    this.settled = settled;
    for (const one of epochs) this.epochs.push(Object.assign(new EpochWindow(one.epoch), one));
  }

  hash(hasher: StateHasher): void {
    hasher.number(this.settled);
    for (const { epoch, high, floor, gaps } of this.epochs) {
      hasher.number(epoch).number(high).number(floor);
      for (const gap of gaps) hasher.number(gap);
    }
  }
}
