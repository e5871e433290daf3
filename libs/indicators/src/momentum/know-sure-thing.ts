import { length, numberOf, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Sma } from '../overlap/sma.js';
import { Roc } from './roc.js';

const NAMES = ['rate1', 'rate2', 'rate3', 'rate4', 'average1', 'average2', 'average3', 'average4', 'signal'] as const;
const DEFAULTS = [10, 15, 20, 30, 10, 10, 10, 15, 9] as const;

/**
 * Know sure thing: four rates of change, in percent, each averaged, weighed 1 to 4. The arguments are the values back of the
 * four rates, the values in their four averages, and those in the signal.
 */
export class KnowSureThing extends Indicator {
  private readonly rates: readonly Roc[];
  private readonly averages: readonly Sma[];
  private readonly average: Sma;

  constructor(...lengths: readonly number[]) {
    const all = DEFAULTS.map((byDefault, index) => lengths[index] ?? byDefault);
    super('know-sure-thing', all);
    this.rates = all.slice(0, 4).map((back) => new Roc(back));
    this.averages = all.slice(4, 8).map((window) => new Sma(window));
    this.average = new Sma(all[8]);
  }

  get ready(): boolean {
    return !Number.isNaN(this.value);
  }

  get value(): number {
    const [first, second, third, fourth] = this.averages;
    return first.value + 2 * second.value + 3 * third.value + 4 * fourth.value;
  }

  get signal(): number {
    return this.average.value;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    for (let i = 0; i < 4; i++) this.averages[i].update(this.rates[i].update(value));
    const sum = this.value;
    this.average.update(sum);
    return sum;
  }
}

const titleOf = (name: string): string => {
  if (name === 'signal') return 'values in the signal';
  return name.startsWith('rate') ? 'values back of a rate of change' : 'rates in an average';
};

export const knowSureThing: Definition = {
  name: 'know-sure-thing',
  title: 'Know sure thing',
  group: 'momentum',
  inputs: ['value'],
  parameters: NAMES.map((name, index) => length(DEFAULTS[index], { name, title: titleOf(name) })),
  outputs: [
    { name: 'value', title: 'KST' },
    { name: 'signal', title: 'Signal' },
  ],
  formula: 'KST = A1 + 2 A2 + 3 A3 + 4 A4, Ai = SMA(ROC(x, rate i), average i); signal = SMA(KST, d)',
  source: 'M. Pring, Stocks and Commodities (1992); LEAN KnowSureThing',
  warmup: (parameters) => {
    const at = (name: string, index: number) => numberOf(parameters, `${name}${index}`);
    return Math.max(...[1, 2, 3, 4].map((index) => at('rate', index) + at('average', index)));
  },
  create: (parameters) => new KnowSureThing(...NAMES.map((name) => numberOf(parameters, name))),
};
