import { length, numberOf, type Definition, type NumberParameter } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Wilder } from './wilder.js';

/** Williams' alligator: three smoothed averages of the middles of bars, each drawn some bars later. */
export class Alligator extends Indicator {
  private readonly slow: Wilder;
  private readonly middle: Wilder;
  private readonly fast: Wilder;

  constructor(jawLength = 13, jawShift = 8, teethLength = 8, teethShift = 5, lipsLength = 5, lipsShift = 3) {
    super('alligator', [jawLength, jawShift, teethLength, teethShift, lipsLength, lipsShift]);
    this.slow = new Wilder(jawLength);
    this.middle = new Wilder(teethLength);
    this.fast = new Wilder(lipsLength);
  }

  get ready(): boolean {
    return this.slow.ready;
  }

  get value(): number {
    return this.jaw;
  }

  get jaw(): number {
    return this.slow.value;
  }

  get teeth(): number {
    return this.middle.value;
  }

  get lips(): number {
    return this.fast.value;
  }

  update(high: number, low: number): number {
    const price = (high + low) / 2;
    if (!Number.isFinite(price)) return this.value;
    this.fast.update(price);
    this.middle.update(price);
    return this.slow.update(price);
  }
}

const shift = (name: string, title: string, byDefault: number): NumberParameter =>
  length(byDefault, { name, title, minimum: 0, maximum: 10_000 });

export const alligator: Definition = {
  name: 'alligator',
  title: 'Williams alligator',
  group: 'overlap',
  inputs: ['high', 'low'],
  parameters: [
    length(13, { name: 'jawLength', title: 'bars of the jaw' }),
    shift('jawShift', 'bars by which the jaw is drawn later', 8),
    length(8, { name: 'teethLength', title: 'bars of the teeth' }),
    shift('teethShift', 'bars by which the teeth are drawn later', 5),
    length(5, { name: 'lipsLength', title: 'bars of the lips' }),
    shift('lipsShift', 'bars by which the lips are drawn later', 3),
  ],
  outputs: [
    { name: 'jaw', title: 'Jaw', displacement: (parameters) => numberOf(parameters, 'jawShift') },
    { name: 'teeth', title: 'Teeth', displacement: (parameters) => numberOf(parameters, 'teethShift') },
    { name: 'lips', title: 'Lips', displacement: (parameters) => numberOf(parameters, 'lipsShift') },
  ],
  formula: "jaw, teeth, lips = Wilder's average of (high + low) / 2",
  source: 'B. Williams, Trading Chaos (1995); Skender Alligator',
  warmup: (parameters) => numberOf(parameters, 'jawLength'),
  create: (parameters) =>
    new Alligator(
      numberOf(parameters, 'jawLength'),
      numberOf(parameters, 'jawShift'),
      numberOf(parameters, 'teethLength'),
      numberOf(parameters, 'teethShift'),
      numberOf(parameters, 'lipsLength'),
      numberOf(parameters, 'lipsShift'),
    ),
};
