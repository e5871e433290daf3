import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { PercentRank } from '../statistics/percent-rank.js';
import { Rsi } from './rsi.js';

/** Connors RSI: mean of the RSI, the RSI of how long it rises or falls, and the rank of the last return, 0 to 100. */
export class ConnorsRsi extends Indicator {
  private readonly changes: Rsi;
  private readonly runs: Rsi;
  private readonly returns: PercentRank;
  private previous = NaN;
  private run = 0;

  constructor(
    readonly length = 3,
    readonly streak = 2,
    readonly rank = 100,
  ) {
    super('connors-rsi', [length, streak, rank]);
    this.changes = new Rsi(length);
    this.runs = new Rsi(streak);
    this.returns = new PercentRank(rank);
  }

  get ready(): boolean {
    return this.changes.ready && this.runs.ready && this.returns.ready;
  }

  get value(): number {
    return (this.strength + this.runStrength + this.percentRank) / 3;
  }

  get strength(): number {
    return this.changes.value;
  }

  get runStrength(): number {
    return this.runs.value;
  }

  get percentRank(): number {
    return this.returns.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    const { previous } = this;
    this.previous = value;
    if (value > previous) this.run = this.run > 0 ? this.run + 1 : 1;
    else if (value < previous) this.run = this.run < 0 ? this.run - 1 : -1;
    else this.run = 0;
    this.changes.update(value);
    this.runs.update(this.run);
    if (!Number.isNaN(previous)) this.returns.update(previous === 0 ? 0 : (value - previous) / previous);
    return this.value;
  }
}

export const connorsRsi: Definition = {
  name: 'connors-rsi',
  title: 'Connors RSI',
  group: 'momentum',
  inputs: ['value'],
  parameters: [
    length(3, { title: 'changes in the RSI' }),
    length(2, { name: 'streak', title: 'changes in the RSI of the run' }),
    length(100, { name: 'rank', title: 'returns that the last one is compared with' }),
  ],
  outputs: [
    { name: 'value', title: 'Connors RSI' },
    { name: 'strength', title: 'RSI' },
    { name: 'runStrength', title: 'RSI of the run' },
    { name: 'percentRank', title: 'Percent rank' },
  ],
  formula:
    '(RSI(x, n) + RSI(run, s) + percent of r returns before below the last) / 3; run = values risen (+) or fallen (-) in a row',
  source: 'L. Connors, C. Alvarez (2012); Skender ConnorsRsi, LEAN ConnorsRelativeStrengthIndex',
  warmup: (parameters) =>
    Math.max(numberOf(parameters, 'length') + 1, numberOf(parameters, 'streak') + 1, numberOf(parameters, 'rank') + 2),
  create: (parameters) =>
    new ConnorsRsi(numberOf(parameters, 'length'), numberOf(parameters, 'streak'), numberOf(parameters, 'rank')),
};
