import { numberOf, wordOf, type ChoiceParameter, type ParameterValues } from '../core/definition.js';
import { checkWindow } from '../rolling/window.js';
import type { Seeding } from './ema.js';

/**
 * How averages of averages begin. sma: each with the mean of its first window, which begins where the one before it is known
 * (TA-Lib, LEAN). together: the first with the mean of its first window, the others at once with the same value (Skender).
 * first: each with its first value, and the next one of it after `length` values (Tulip).
 */
export type ChainSeeding = Seeding | 'together';

export const CHAIN_SEEDING: ChoiceParameter = {
  name: 'seeding',
  title:
    'each average begins with the mean of its first window (sma), all with that of the first (together), or with a value (first)',
  kind: 'choice',
  choices: ['sma', 'together', 'first'],
  default: 'sma',
};

/** Exponential moving averages, each of the one before it. */
export class EmaChain {
  /** NaN until they are known. */
  private readonly states: Float64Array;
  /** Of the seeds of each that there are. */
  private readonly means: Float64Array;
  readonly alpha: number;
  /** Values until all are known. */
  readonly warmup: number;
  private count = 0;

  constructor(
    private readonly length: number,
    depth: number,
    private readonly seeding: ChainSeeding,
  ) {
    this.alpha = 2 / (checkWindow(length) + 1);
    this.states = new Float64Array(depth).fill(NaN);
    this.means = new Float64Array(depth);
    this.warmup = chainWarmup(length, depth, seeding);
  }

  get ready(): boolean {
    return this.count === this.warmup;
  }

  /** The average at a place, the first one is of the values themselves; NaN until it is known. */
  at(place: number): number {
    return this.states[place];
  }

  /** `value` must be finite. */
  update(value: number): void {
    if (this.count < this.warmup) {
      this.begin(value);
      return;
    }
    const { states, alpha } = this;
    let next = value;
    for (let i = 0; i < states.length; i++) {
      next = states[i] + alpha * (next - states[i]);
      states[i] = next;
    }
  }

  /** One of the first values: goes as far as the averages take values already. */
  private begin(value: number): void {
    const { states, means, length, seeding } = this;
    let next = value;
    let taken = this.count;
    for (let i = 0; i < states.length && taken >= 0; i++) {
      const seeds = seeding === 'sma' || (seeding === 'together' && i === 0) ? length : 1;
      if (taken < seeds) {
        means[i] += (next - means[i]) / (taken + 1);
        if (taken + 1 === seeds) states[i] = means[i];
      } else {
        states[i] += this.alpha * (next - states[i]);
      }
      next = states[i];
      taken -= seeding === 'first' ? length - 1 : seeds - 1;
    }
    this.count += 1;
  }
}

/** Values until the last of `depth` averages is known. */
export function chainWarmup(length: number, depth: number, seeding: ChainSeeding): number {
  switch (seeding) {
    case 'sma':
      return depth * (length - 1) + 1;
    case 'together':
      return length;
    default:
      return (depth - 1) * (length - 1) + 1;
  }
}

/** The same of an indicator with a length and a seeding. */
export const chainWarmupOf = (parameters: ParameterValues, depth: number): number =>
  chainWarmup(numberOf(parameters, 'length'), depth, wordOf<ChainSeeding>(parameters, 'seeding'));
