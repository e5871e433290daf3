import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema, SEEDING, type Seeding } from '../overlap/ema.js';

/** Exponential average of the change of the close times the volume. */
export class ForceIndex extends Indicator {
  private readonly average: Ema;
  private close = NaN;

  constructor(
    readonly length: number,
    seeding: Seeding = 'sma',
  ) {
    super('force-index', [length, seeding]);
    this.average = new Ema(length, seeding);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  update(close: number, volume: number): number {
    if (!Number.isFinite(close) || !Number.isFinite(volume)) return this.value;
    this.average.update((close - this.close) * volume);
    this.close = close;
    return this.value;
  }
}

export const forceIndex: Definition = {
  name: 'force-index',
  title: 'Force index',
  group: 'volume',
  inputs: ['close', 'volume'],
  parameters: [length(13), SEEDING],
  outputs: [VALUE],
  formula: 'EMA((close - close[t-1]) volume, n)',
  source: 'A. Elder, Trading for a Living (1993); Skender ForceIndex',
  warmup: (parameters) => (parameters['seeding'] === 'sma' ? numberOf(parameters, 'length') : 1) + 1,
  create: (parameters) => new ForceIndex(numberOf(parameters, 'length'), wordOf<Seeding>(parameters, 'seeding')),
};
