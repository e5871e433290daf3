import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** An operation on two series, value by value. */
export abstract class Arithmetic extends Indicator {
  private result = NaN;
  private known = false;

  get ready(): boolean {
    return this.known;
  }

  get value(): number {
    return this.result;
  }

  update(value: number, other: number): number {
    if (!Number.isFinite(value) || !Number.isFinite(other)) return this.value;
    this.result = this.apply(value, other);
    this.known = true;
    return this.result;
  }

  protected abstract apply(value: number, other: number): number;
}

function arithmetic(
  name: string,
  title: string,
  formula: string,
  source: string,
  apply: (value: number, other: number) => number,
): Definition {
  class Operation extends Arithmetic {
    constructor() {
      super(name);
    }

    protected apply(value: number, other: number): number {
      return apply(value, other);
    }
  }
  return {
    name,
    title,
    group: 'math',
    inputs: ['value', 'other'],
    parameters: [],
    outputs: [VALUE],
    formula,
    source,
    warmup: () => 1,
    create: () => new Operation(),
  };
}

/** Operations on two values. As in IEEE 754 x / 0 is infinite and 0 / 0 is NaN. */
export const arithmeticOperations: readonly Definition[] = [
  arithmetic('add', 'Sum of two series', 'x + y', 'TA-Lib ADD, Tulip add', (value, other) => value + other),
  arithmetic('sub', 'Difference of two series', 'x - y', 'TA-Lib SUB, Tulip sub', (value, other) => value - other),
  arithmetic('mul', 'Product of two series', 'x y', 'TA-Lib MULT, Tulip mul', (value, other) => value * other),
  arithmetic('div', 'Quotient of two series', 'x / y', 'TA-Lib DIV, Tulip div', (value, other) => value / other),
];
