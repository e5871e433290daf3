import {
  length,
  numberOf,
  VALUE,
  wordOf,
  type ChoiceParameter,
  type Definition,
  type ParameterValues,
} from '../core/definition.js';
import { compute } from '../core/compute.js';
import { Indicator } from '../core/indicator.js';
import { checkParameters } from '../core/parameters.js';
import { alma } from './alma.js';
import { dema } from './dema.js';
import { ema } from './ema.js';
import { hma } from './hma.js';
import { kama } from './kama.js';
import { sma } from './sma.js';
import { t3 } from './t3.js';
import { tema } from './tema.js';
import { trima } from './trima.js';
import { wilder } from './wilder.js';
import { wma } from './wma.js';
import { zlema } from './zlema.js';

const AVERAGES = { alma, dema, ema, hma, kama, sma, t3, tema, trima, wilder, wma, zlema } as const;

/** Averages of one series that have no need of more than a length. */
export type AverageKind = keyof typeof AVERAGES;

export const AVERAGE: ChoiceParameter = {
  name: 'average',
  title: 'kind of moving average',
  kind: 'choice',
  choices: Object.keys(AVERAGES),
  default: 'sma',
};

const parametersOf = (kind: AverageKind, window: number): ParameterValues =>
  checkParameters(AVERAGES[kind], { length: window });

/**
 * A moving average of a kind, its other parameters at their defaults.
 * @throws IndicatorError INDICATOR_PARAMETER
 */
export const averageOf = (kind: AverageKind, window: number): Indicator =>
  AVERAGES[kind].create(parametersOf(kind, window));

/** Updates until a moving average of a kind is known. */
export const averageWarmup = (kind: AverageKind, window: number): number =>
  AVERAGES[kind].warmup(parametersOf(kind, window)) as number;

/** A moving average of the values of a series from `from` on; NaN until it is known. */
export function averages(
  kind: AverageKind,
  window: number,
  values: Float64Array,
  into: Float64Array,
  from: number,
): void {
  const start = Math.min(from, values.length);
  const definition = AVERAGES[kind];
  into.fill(NaN, 0, start);
  into.set(compute(definition, [values.subarray(start)], { length: window })[definition.outputs[0].name], start);
}

/** A moving average of any kind. */
export class MovingAverage extends Indicator {
  private readonly average: Indicator;

  constructor(
    readonly length: number,
    kind: AverageKind = 'sma',
  ) {
    super('moving-average', [length, kind]);
    this.average = averageOf(kind, length);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  update(value: number): number {
    return this.average.update(value);
  }
}

export const movingAverage: Definition = {
  name: 'moving-average',
  title: 'Moving average of any kind',
  group: 'overlap',
  inputs: ['value'],
  parameters: [length(20, { maximum: 10_000 }), AVERAGE],
  outputs: [VALUE],
  formula: 'that of the kind, such as SMA or EMA',
  source: 'TA-Lib MA',
  warmup: (parameters) => averageWarmup(wordOf<AverageKind>(parameters, 'average'), numberOf(parameters, 'length')),
  create: (parameters) => new MovingAverage(numberOf(parameters, 'length'), wordOf<AverageKind>(parameters, 'average')),
};
