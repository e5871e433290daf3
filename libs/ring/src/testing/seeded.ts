/** Deterministic numbers for tests (mulberry32): the same seed gives the same run in every thread. */
export class Seeded {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** Integer from 0 to `below` - 1. */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }
}
