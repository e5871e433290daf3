import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { checkWindow } from '../rolling/window.js';

/** Where the largest weight is: exact, between two values (Skender), or whole, on the older one of them (Legoux, Tulip, LEAN). */
export type AlmaPeak = 'exact' | 'whole';

/** Weights of a Gaussian bell, the oldest value first, that add up to 1. */
function weightsOf(length: number, place: number, sigma: number): Float64Array {
  const width = length / sigma;
  const weights = Float64Array.from({ length }, (_, i) => Math.exp(-((i - place) ** 2) / (2 * width * width)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/**
 * Arnaud Legoux moving average: Gaussian weights about a place `offset` of the way from the oldest value to the newest.
 * O(length) an update.
 */
export class Alma extends Indicator {
  private readonly ring: Float64Array;
  private readonly weights: Float64Array;
  private at = 0;
  private count = 0;
  private state = NaN;

  constructor(
    readonly length: number,
    offset = 0.85,
    sigma = 6,
    peak: AlmaPeak = 'exact',
  ) {
    super('alma', [length, offset, sigma, peak]);
    this.ring = new Float64Array(checkWindow(length));
    const place = offset * (length - 1);
    this.weights = weightsOf(length, peak === 'exact' ? place : Math.floor(place), sigma);
  }

  get ready(): boolean {
    return this.count === this.length;
  }

  get value(): number {
    return this.state;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.ring[this.at] = value;
    this.at = this.at + 1 === this.length ? 0 : this.at + 1;
    if (this.count < this.length) this.count += 1;
    if (this.count === this.length) this.state = this.average();
    return this.state;
  }

  private average(): number {
    const { ring, weights, at, length } = this;
    let sum = 0;
    let k = 0;
    for (let i = at; i < length; i++) sum += weights[k++] * ring[i];
    for (let i = 0; i < at; i++) sum += weights[k++] * ring[i];
    return sum;
  }
}

export const alma: Definition = {
  name: 'alma',
  title: 'Arnaud Legoux moving average',
  group: 'overlap',
  inputs: ['value'],
  parameters: [
    length(9, { maximum: 10_000 }),
    {
      name: 'offset',
      title: 'place of the largest weight, 0 the oldest value, 1 the newest',
      kind: 'number',
      minimum: 0,
      maximum: 1,
      default: 0.85,
    },
    {
      name: 'sigma',
      title: 'window lengths over the width of the bell',
      kind: 'number',
      minimum: 0.1,
      maximum: 100,
      default: 6,
    },
    {
      name: 'peak',
      title: 'the largest weight is between two values (exact), or on the older one of them (whole)',
      kind: 'choice',
      choices: ['exact', 'whole'],
      default: 'exact',
    },
  ],
  outputs: [VALUE],
  formula: 'ALMA = sum of w[i] x[i] / sum of w[i], w[i] = exp(-(i - o (n-1))^2 / (2 (n/s)^2)), i = 0 the oldest',
  source: 'A. Legoux, D. Kouzis-Loukas (2009); Tulip alma, Skender Alma, LEAN ArnaudLegouxMovingAverage',
  warmup: (parameters) => numberOf(parameters, 'length'),
  create: (parameters) =>
    new Alma(
      numberOf(parameters, 'length'),
      numberOf(parameters, 'offset'),
      numberOf(parameters, 'sigma'),
      wordOf<AlmaPeak>(parameters, 'peak'),
    ),
};
