import { numberOf, type ChoiceParameter, type ParameterValues } from '../core/definition.js';
import { Ema, type Seeding } from './ema.js';

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
  private readonly averages: readonly Ema[];
  /** Values by which each average begins later than the one before it. */
  private readonly delay: number;
  private count = 0;

  constructor(length: number, depth: number, seeding: ChainSeeding) {
    const own = (place: number): Seeding => (place === 0 ? 'sma' : 'first');
    this.averages = Array.from(
      { length: depth },
      (_, place) => new Ema(length, seeding === 'together' ? own(place) : seeding),
    );
    this.delay = seeding === 'first' ? length - 1 : 0;
  }

  get ready(): boolean {
    return this.averages[this.averages.length - 1].ready;
  }

  /** The average at a place, the first one is of the values themselves; NaN until it is known. */
  at(place: number): number {
    return this.averages[place].value;
  }

  /** `value` must be finite. */
  update(value: number): void {
    const { averages, delay } = this;
    let next = value;
    for (let i = 0; i < averages.length && this.count >= i * delay; i++) next = averages[i].update(next);
    if (this.count < averages.length * delay) this.count += 1;
  }
}

/** Updates until the last of `depth` averages is known. */
export function chainWarmup(parameters: ParameterValues, depth: number): number {
  const length = numberOf(parameters, 'length');
  switch (parameters['seeding']) {
    case 'sma':
      return depth * (length - 1) + 1;
    case 'together':
      return length;
    default:
      return (depth - 1) * (length - 1) + 1;
  }
}
