import { length, numberOf, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { AVERAGE, averageOf, averageWarmup, type AverageKind } from './moving-average.js';

/** Moving average with bands at `percent` of it about it. */
export class MovingAverageEnvelopes extends Indicator {
  private readonly average: Indicator;
  private readonly part: number;

  constructor(
    readonly length: number,
    percent = 2.5,
    kind: AverageKind = 'sma',
  ) {
    super('moving-average-envelopes', [length, percent, kind]);
    this.average = averageOf(kind, length);
    this.part = percent / 100;
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.middle;
  }

  get middle(): number {
    return this.average.value;
  }

  get upper(): number {
    return this.middle * (1 + this.part);
  }

  get lower(): number {
    return this.middle * (1 - this.part);
  }

  update(value: number): number {
    return this.average.update(value);
  }
}

export const movingAverageEnvelopes: Definition = {
  name: 'moving-average-envelopes',
  title: 'Moving average envelopes',
  group: 'overlap',
  inputs: ['value'],
  parameters: [
    length(20, { maximum: 10_000 }),
    {
      name: 'percent',
      title: 'distance of the bands in percent of the average',
      kind: 'number',
      minimum: 0,
      maximum: 100,
      default: 2.5,
    },
    AVERAGE,
  ],
  outputs: [
    { name: 'middle', title: 'Middle' },
    { name: 'upper', title: 'Upper band' },
    { name: 'lower', title: 'Lower band' },
  ],
  formula: 'middle = average of n values; upper, lower = middle (1 +- p / 100)',
  source: 'Skender MaEnvelopes',
  warmup: (parameters) => averageWarmup(wordOf<AverageKind>(parameters, 'average'), numberOf(parameters, 'length')),
  create: (parameters) =>
    new MovingAverageEnvelopes(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'percent'),
      wordOf<AverageKind>(parameters, 'average'),
    ),
};
