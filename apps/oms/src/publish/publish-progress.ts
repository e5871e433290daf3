interface Handed {
  readonly sequence: number;
  settled: boolean;
}

/**
 * How far events have safely left: everything up to `through` is at the broker. Events are handed over in order, what comes
 * back may overtake. What the broker did not take keeps `through` below it until it was repeated.
 */
export class PublishProgress {
  /** First event that is to be repeated; undefined when none is. */
  private missed: number | undefined;
  private missedThrough = 0;
  /** While events from here on are being repeated. */
  private repeating: number | undefined;
  private queue: Handed[] = [];
  private first = 0;
  private highest: number;

  constructor(through = 0) {
    this.highest = through;
  }

  get through(): number {
    const open = this.queue[this.first]?.sequence ?? Infinity;
    return Math.min(open - 1, (this.missed ?? Infinity) - 1, (this.repeating ?? Infinity) - 1, this.highest);
  }

  /** Last event that has to be repeated. */
  get repeatThrough(): number {
    return this.missedThrough;
  }

  /** First event that has to be repeated. */
  get toRepeat(): number | undefined {
    return this.missed;
  }

  get isSettled(): boolean {
    return this.first === this.queue.length && this.missed === undefined && this.repeating === undefined;
  }

  /** An event leaves; its result goes to what is returned. */
  hand(sequence: number): (taken: boolean) => void {
    const handed: Handed = { sequence, settled: false };
    this.queue.push(handed);
    this.highest = Math.max(this.highest, sequence);
    return (taken) => {
      if (!taken) this.miss(sequence);
      handed.settled = true;
      this.forget();
    };
  }

  /** An event has not arrived, or all up to another one. */
  miss(sequence: number, through = sequence): void {
    this.missedThrough = this.missed === undefined ? through : Math.max(this.missedThrough, through);
    this.missed = Math.min(this.missed ?? Infinity, sequence);
    this.highest = Math.max(this.highest, through);
  }

  /** Events from the first missed one on are repeated now. */
  beginRepeat(): void {
    this.repeating = this.missed;
    this.missed = undefined;
  }

  endRepeat(): void {
    this.repeating = undefined;
  }

  private forget(): void {
    while (this.queue[this.first]?.settled === true) this.first++;
    if (this.first < 1_024 || this.first * 2 < this.queue.length) return;
    this.queue = this.queue.slice(this.first);
    this.first = 0;
  }
}
