import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { DominantCycle, PHASE_WARMUP } from './dominant-cycle.js';

/** Part of the trendline that a price is off it in a trend. */
const OFF = 0.015;

/** Whether prices trend (1) or cycle (0). */
export class TrendMode extends Indicator {
  private readonly cycle = new DominantCycle();
  private phase = 0;
  private lead = 0;
  private bars = 0;
  private mode = 0;

  constructor() {
    super('trend-mode');
  }

  get ready(): boolean {
    return this.cycle.ready;
  }

  get value(): number {
    return this.ready ? this.mode : NaN;
  }

  update(price: number): number {
    if (!Number.isFinite(price)) return this.value;
    this.cycle.update(price);
    if (this.cycle.period > 0) this.judge();
    return this.value;
  }

  private judge(): void {
    const { period, phase, smoothPrice, trendline } = this.cycle;
    const turned = phase - this.phase;
    const lead = Math.sin((phase * Math.PI) / 180) - Math.sin(((phase + 45) * Math.PI) / 180);
    if ((lead > 0 && this.lead <= 0) || (lead < 0 && this.lead >= 0)) this.bars = 0;
    const crossed = this.bars === 0;
    this.bars += 1;
    const cycles = turned > (0.67 * 360) / period && turned < (1.5 * 360) / period;
    this.mode = crossed || this.bars < 0.5 * period || cycles ? 0 : 1;
    if (trendline !== 0 && Math.abs(smoothPrice / trendline - 1) >= OFF) this.mode = 1;
    this.phase = phase;
    this.lead = lead;
  }
}

export const trendMode: Definition = {
  name: 'trend-mode',
  title: 'Trend or cycle mode',
  group: 'cycle',
  inputs: ['value'],
  parameters: [],
  outputs: [VALUE],
  formula:
    '0 within half a cycle of a crossing of the sine waves or while the phase turns at 0.67 to 1.5 of the rate of the cycle; 1 if not, or if the price is 1.5 % off the trendline',
  source: 'J. F. Ehlers, Rocket Science for Traders (2001); TA-Lib HT_TRENDMODE',
  warmup: () => PHASE_WARMUP,
  create: () => new TrendMode(),
};
