import { numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { ParabolicCore } from './parabolic-core.js';
import { accelerationParameter } from './parabolic-sar.js';

/**
 * Parabolic stop and reverse with accelerations of its own in each direction, a given beginning, and an offset when it turns.
 * As ParabolicSar of TA-Lib otherwise; the stop of a falling trend is told as a negative number.
 */
export class ParabolicSarExtended extends Indicator {
  private readonly core: ParabolicCore;

  constructor(
    start = 0,
    offset = 0,
    longFirst = 0.02,
    longStep = 0.02,
    longMaximum = 0.2,
    shortFirst = 0.02,
    shortStep = 0.02,
    shortMaximum = 0.2,
  ) {
    super('parabolic-sar-extended', [
      start,
      offset,
      longFirst,
      longStep,
      longMaximum,
      shortFirst,
      shortStep,
      shortMaximum,
    ]);
    const up = { first: longFirst, step: longStep, maximum: longMaximum };
    const down = { first: shortFirst, step: shortStep, maximum: shortMaximum };
    this.core = new ParabolicCore('ta-lib', up, down, start, offset);
  }

  get ready(): boolean {
    return this.core.told > 0;
  }

  get value(): number {
    return this.core.told > 0 ? this.core.trend * this.core.sar : NaN;
  }

  update(high: number, low: number): number {
    if (Number.isFinite(high) && Number.isFinite(low)) this.core.update(high, low);
    return this.value;
  }
}

export const parabolicSarExtended: Definition = {
  name: 'parabolic-sar-extended',
  title: 'Parabolic stop and reverse, extended',
  group: 'overlap',
  inputs: ['high', 'low'],
  parameters: [
    {
      name: 'start',
      title: 'first stop: below prices if positive, above them at its amount if negative, found if 0',
      kind: 'number',
      minimum: -1e12,
      maximum: 1e12,
      default: 0,
    },
    accelerationParameter('offset', 'part by which the stop is put farther away when it turns', 0),
    accelerationParameter('longFirst', 'acceleration at first while it rises', 0.02),
    accelerationParameter('longStep', 'acceleration for each new high', 0.02),
    accelerationParameter('longMaximum', 'largest acceleration while it rises', 0.2),
    accelerationParameter('shortFirst', 'acceleration at first while it falls', 0.02),
    accelerationParameter('shortStep', 'acceleration for each new low', 0.02),
    accelerationParameter('shortMaximum', 'largest acceleration while it falls', 0.2),
  ],
  outputs: [VALUE],
  formula: 'as parabolic-sar, negative while it falls; when it turns the stop is put (1 +- offset) times as far',
  source: 'TA-Lib SAREXT',
  warmup: () => 2,
  create: (parameters) =>
    new ParabolicSarExtended(
      numberOf(parameters, 'start'),
      numberOf(parameters, 'offset'),
      numberOf(parameters, 'longFirst'),
      numberOf(parameters, 'longStep'),
      numberOf(parameters, 'longMaximum'),
      numberOf(parameters, 'shortFirst'),
      numberOf(parameters, 'shortStep'),
      numberOf(parameters, 'shortMaximum'),
    ),
};
