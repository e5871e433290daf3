import { length, numberOf, VALUE, wordOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { quotient } from '../rolling/quotient.js';
import { changesWarmup, RisesAndFalls, SMOOTHING, type Smoothing } from '../rolling/rises-and-falls.js';
import { checkWindow } from '../rolling/window.js';

/** Chande's momentum oscillator, -100 to 100; 0 where nothing moves. What is not finite is left out. */
export class Cmo extends Indicator {
  private readonly changes: RisesAndFalls;

  constructor(
    readonly length: number,
    smoothing: Smoothing = 'simple',
  ) {
    super('cmo', [length, smoothing]);
    this.changes = new RisesAndFalls(checkWindow(length), smoothing);
  }

  get ready(): boolean {
    return this.changes.ready;
  }

  get value(): number {
    if (!this.changes.ready) return NaN;
    const { rise, fall, last } = this.changes;
    return quotient(100 * (rise - fall), rise + fall, last);
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.changes.update(value);
    return this.value;
  }
}

export const cmo: Definition = {
  name: 'cmo',
  title: 'Chande momentum oscillator',
  group: 'momentum',
  inputs: ['value'],
  parameters: [length(14), { ...SMOOTHING, default: 'simple' }],
  outputs: [VALUE],
  formula: 'CMO = 100 (U - D) / (U + D), U and D the averages of rises and falls; 0 where both are 0',
  source:
    "T. Chande, S. Kroll, The New Technical Trader (1994); Tulip cmo, Skender Cmo; TA-Lib CMO has Wilder's smoothing",
  warmup: (parameters) => changesWarmup(numberOf(parameters, 'length'), wordOf<Smoothing>(parameters, 'smoothing')),
  create: (parameters) => new Cmo(numberOf(parameters, 'length'), wordOf<Smoothing>(parameters, 'smoothing')),
};
