import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { DominantCycle, PHASE_WARMUP } from './dominant-cycle.js';

/**
 * Phase of the dominant cycle in degrees, from -45 to 315, its sine, and the sine of 45 degrees later: where these cross, a
 * cycle turns.
 */
export class DominantCyclePhase extends Indicator {
  private readonly cycle = new DominantCycle();

  constructor() {
    super('dominant-cycle-phase');
  }

  get ready(): boolean {
    return this.cycle.ready;
  }

  get value(): number {
    return this.ready ? this.cycle.phase : NaN;
  }

  get sine(): number {
    return Math.sin((this.value * Math.PI) / 180);
  }

  get leadSine(): number {
    return Math.sin(((this.value + 45) * Math.PI) / 180);
  }

  update(price: number): number {
    if (Number.isFinite(price)) this.cycle.update(price);
    return this.value;
  }
}

export const dominantCyclePhase: Definition = {
  name: 'dominant-cycle-phase',
  title: 'Phase of the dominant cycle, with its sine wave',
  group: 'cycle',
  inputs: ['value'],
  parameters: [],
  outputs: [VALUE, { name: 'sine', title: 'Sine' }, { name: 'leadSine', title: 'Lead sine' }],
  formula:
    'atan(sum of x sin(2 pi i / p) / sum of x cos(2 pi i / p)) + 90 + 360 / p degrees over one period p; sine, and sine 45 degrees on',
  source: 'J. F. Ehlers, Rocket Science for Traders (2001); TA-Lib HT_DCPHASE, HT_SINE',
  warmup: () => PHASE_WARMUP,
  create: () => new DominantCyclePhase(),
};
