import { VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/** A function of each value by itself. */
export abstract class Elementwise extends Indicator {
  private result = NaN;
  private known = false;

  get ready(): boolean {
    return this.known;
  }

  get value(): number {
    return this.result;
  }

  update(value: number): number {
    if (!Number.isFinite(value)) return this.value;
    this.result = this.apply(value);
    this.known = true;
    return this.result;
  }

  protected abstract apply(value: number): number;
}

/** One definition for each row. A class of its own for each, so that the call in `update` always finds the same function. */
function elementwise(
  name: string,
  title: string,
  formula: string,
  source: string,
  apply: (value: number) => number,
): Definition {
  class Applied extends Elementwise {
    constructor() {
      super(name);
    }

    protected apply(value: number): number {
      return apply(value);
    }
  }
  return {
    name,
    title,
    group: 'math',
    inputs: ['value'],
    parameters: [],
    outputs: [VALUE],
    formula,
    source,
    warmup: () => 1,
    create: () => new Applied(),
  };
}

const DEGREES = 180 / Math.PI;

/** Functions of one value. As in IEEE 754 what is not defined is NaN, and a pole is infinite. */
export const elementwiseFunctions: readonly Definition[] = [
  elementwise('abs', 'Absolute value', '|x|', 'Tulip abs', Math.abs),
  elementwise('acos', 'Arc cosine, in radians', 'acos x, -1 <= x <= 1', 'TA-Lib ACOS, Tulip acos', Math.acos),
  elementwise('asin', 'Arc sine, in radians', 'asin x, -1 <= x <= 1', 'TA-Lib ASIN, Tulip asin', Math.asin),
  elementwise('atan', 'Arc tangent, in radians', 'atan x', 'TA-Lib ATAN, Tulip atan', Math.atan),
  elementwise('ceil', 'Next integer upwards', 'least integer >= x', 'TA-Lib CEIL, Tulip ceil', Math.ceil),
  elementwise('cos', 'Cosine of radians', 'cos x', 'TA-Lib COS, Tulip cos', Math.cos),
  elementwise('cosh', 'Hyperbolic cosine', 'cosh x', 'TA-Lib COSH, Tulip cosh', Math.cosh),
  elementwise('exp', 'Exponential function', 'e^x', 'TA-Lib EXP, Tulip exp', Math.exp),
  elementwise('floor', 'Next integer downwards', 'largest integer <= x', 'TA-Lib FLOOR, Tulip floor', Math.floor),
  elementwise('ln', 'Natural logarithm', 'ln x, x >= 0', 'TA-Lib LN, Tulip ln', Math.log),
  elementwise('log10', 'Decimal logarithm', 'log10 x, x >= 0', 'TA-Lib LOG10, Tulip log10', Math.log10),
  // Halves go upwards, as in Tulip's vectors; the sum makes -0 a plain 0.
  elementwise('round', 'Nearest integer', 'x to an integer, halves upwards', 'Tulip round', (value) => {
    return Math.round(value) + 0;
  }),
  elementwise('sin', 'Sine of radians', 'sin x', 'TA-Lib SIN, Tulip sin', Math.sin),
  elementwise('sinh', 'Hyperbolic sine', 'sinh x', 'TA-Lib SINH, Tulip sinh', Math.sinh),
  elementwise('sqrt', 'Square root', 'x^(1/2), x >= 0', 'TA-Lib SQRT, Tulip sqrt', Math.sqrt),
  elementwise('tan', 'Tangent of radians', 'tan x', 'TA-Lib TAN, Tulip tan', Math.tan),
  elementwise('tanh', 'Hyperbolic tangent', 'tanh x', 'TA-Lib TANH, Tulip tanh', Math.tanh),
  elementwise('to-degrees', 'Radians as degrees', '180 x / pi', 'Tulip todeg', (value) => value * DEGREES),
  elementwise('to-radians', 'Degrees as radians', 'pi x / 180', 'Tulip torad', (value) => value / DEGREES),
  elementwise('trunc', 'Integer part', 'x without its fraction', 'Tulip trunc', Math.trunc),
];
