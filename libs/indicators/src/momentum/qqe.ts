import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { Rsi } from './rsi.js';

/** Quantitative qualitative estimation: the RSI smoothed, and a line that trails it by a multiple of its usual moves. */
export class Qqe extends Indicator {
  private readonly strength: Rsi;
  private readonly average: Ema;
  private readonly moves: Ema;
  private readonly usual: Ema;
  private previous = NaN;
  private stop = NaN;
  private direction = 1;

  constructor(
    readonly length = 14,
    readonly smoothing = 5,
    readonly factor = 4.236,
  ) {
    super('qqe', [length, smoothing, factor]);
    this.strength = new Rsi(length);
    this.average = new Ema(smoothing);
    this.moves = new Ema(2 * length - 1);
    this.usual = new Ema(2 * length - 1);
  }

  get ready(): boolean {
    return this.average.ready;
  }

  get value(): number {
    return this.average.value;
  }

  /** A stop of the smoothed RSI; known once its usual moves are. */
  get line(): number {
    return this.stop;
  }

  /** 1 above the line, -1 below. */
  get trend(): number {
    return Number.isNaN(this.stop) ? NaN : this.direction;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const strength = this.average.update(this.strength.update(value));
    if (!this.average.ready) return NaN;
    this.usual.update(this.moves.update(Math.abs(strength - this.previous)));
    this.previous = strength;
    if (this.usual.ready) this.trail(strength, this.factor * this.usual.value);
    return strength;
  }

  private trail(strength: number, distance: number): void {
    const turned = this.direction * (strength - this.stop) < 0;
    if (turned) this.direction = -this.direction;
    const stop = strength - this.direction * distance;
    if (turned || Number.isNaN(this.stop)) this.stop = stop;
    else this.stop = this.direction > 0 ? Math.max(this.stop, stop) : Math.min(this.stop, stop);
  }
}

export const qqe: Definition = {
  name: 'qqe',
  title: 'Quantitative qualitative estimation',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(14, { title: 'changes in the RSI' }),
    length(5, { name: 'smoothing', title: 'values in its average' }),
    {
      name: 'factor',
      title: 'moves by which the line trails',
      kind: 'number',
      minimum: 0,
      maximum: 100,
      default: 4.236,
    },
  ],
  outputs: [
    { name: 'value', title: 'RSI' },
    { name: 'line', title: 'Trailing line' },
    { name: 'trend', title: 'Trend: 1 above the line, -1 below' },
  ],
  formula:
    'R = EMA(RSI(n), s); d = f W(W(|R - R[t-1]|)), W an EMA over 2 n - 1; line as a stop at R - d in a rise, R + d in a fall; trend 1 or -1',
  source: 'R. Blonna, as by MetaTrader programs',
  warmup: (parameters) => numberOf(parameters, 'length') + numberOf(parameters, 'smoothing'),
  create: (parameters) =>
    new Qqe(numberOf(parameters, 'length'), numberOf(parameters, 'smoothing'), numberOf(parameters, 'factor')),
};
