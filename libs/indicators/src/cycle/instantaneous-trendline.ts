import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { DominantCycle, PHASE_WARMUP } from './dominant-cycle.js';

/** Mean of the prices of one dominant cycle, smoothed: what is left without the cycle. */
export class InstantaneousTrendline extends Indicator {
  private readonly cycle = new DominantCycle();

  constructor() {
    super('instantaneous-trendline');
  }

  get ready(): boolean {
    return this.cycle.ready;
  }

  get value(): number {
    return this.ready ? this.cycle.trendline : NaN;
  }

  update(price: number): number {
    if (Number.isFinite(price)) this.cycle.update(price);
    return this.value;
  }
}

export const instantaneousTrendline: Definition = {
  name: 'instantaneous-trendline',
  title: 'Instantaneous trendline',
  group: 'cycle',
  inputs: ['value'],
  parameters: [],
  outputs: [VALUE],
  formula: 'weighted average (4, 3, 2, 1) of the mean prices of one dominant cycle',
  source: 'J. F. Ehlers, Rocket Science for Traders (2001); TA-Lib HT_TRENDLINE',
  warmup: () => PHASE_WARMUP,
  create: () => new InstantaneousTrendline(),
};
