const SLOTS = 65_536;

/** When the input of each of the last 65 536 host sequences was received; constant memory. */
export class ReceiveTimes {
  private readonly sequences = new Float64Array(SLOTS);
  private readonly times = new Float64Array(SLOTS);

  set(sequence: number, us: number): void {
    const slot = sequence % SLOTS;
    this.sequences[slot] = sequence;
    this.times[slot] = us;
  }

  /** 0 when not known (any more). */
  get(sequence: number): number {
    const slot = sequence % SLOTS;
    return sequence > 0 && this.sequences[slot] === sequence ? this.times[slot] : 0;
  }
}
