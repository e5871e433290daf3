import type { KeyValue } from '@bourseworks/ports';
import { StoreTrial } from '../store-trial.js';
import type { KeyValueControl, KeyValueControls, KeyValueUnderTest } from './harness.js';

const MS = 1_000;
/** Long enough that the clocks of store and client agree that it is over. */
const MARGIN_US = 20 * MS;
/** Times to live that are tried one after the other: a machine may stand still for longer than the first. */
const TTLS_US = [250 * MS, 1_000 * MS, 4_000 * MS, 16_000 * MS];

/** One case: its clients, which are closed after it, and names that no other case uses. */
export class KeyValueTrial extends StoreTrial<KeyValue> {
  private static count = 0;
  private readonly number = ++KeyValueTrial.count;

  constructor(readonly store: KeyValueUnderTest) {
    super();
  }

  name(label: string): string {
    return `${label}-${this.number}`;
  }

  async client(patience: 'patient' | 'impatient' = 'patient'): Promise<KeyValue> {
    return this.keep(await this.store.open(patience));
  }

  /** A control that the case says it needs. */
  control<K extends KeyValueControl>(name: K): KeyValueControls[K] {
    const control = this.store[name] as KeyValueControls[K] | undefined;
    if (control === undefined) throw new Error(`the harness lists ${name} but the store does not have it`);
    return control.bind(this.store) as KeyValueControls[K];
  }

  /**
   * Runs `body` with a time to live that `body` does not outlast. Where a failure comes later than that, the machine stood
   * still: it is run again with a longer one, on another name.
   */
  async within(body: (ttlUs: number, name: string) => Promise<void>): Promise<void> {
    for (const [attempt, ttlUs] of TTLS_US.entries()) {
      const beganUs = this.store.clock.monotonicUs();
      try {
        await body(ttlUs, this.name(`within-${attempt}`));
        return;
      } catch (error) {
        const slow = this.store.clock.monotonicUs() - beganUs >= ttlUs;
        if (!slow || attempt === TTLS_US.length - 1) throw error;
      }
    }
  }

  /** Until what was given `ttlUs` has run out. */
  outlast(ttlUs: number): Promise<void> {
    return this.store.pass(ttlUs + MARGIN_US);
  }
}
