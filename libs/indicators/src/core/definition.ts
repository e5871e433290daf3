import type { Indicator, ParameterValue } from './indicator.js';

/** What it belongs to, as handbooks order them. */
export type Group =
  | 'overlap'
  | 'momentum'
  | 'volume'
  | 'volatility'
  | 'cycle'
  | 'statistics'
  | 'price'
  | 'math'
  | 'pattern';

/**
 * A series that is taken: of a bar, any series (`value`), a second one beside it (`other`), or best quotes. `time` is in
 * microseconds since 1970, UTC.
 */
export type Input =
  | 'open'
  | 'high'
  | 'low'
  | 'close'
  | 'volume'
  | 'time'
  | 'value'
  | 'other'
  | 'bid'
  | 'ask'
  | 'bidSize'
  | 'askSize';

interface ParameterBase {
  readonly name: string;
  /** A sentence fragment, with its unit. */
  readonly title: string;
}

export interface NumberParameter extends ParameterBase {
  readonly kind: 'integer' | 'number';
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
}

/** Where sources differ, such as in how an average is seeded. */
export interface ChoiceParameter extends ParameterBase {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly default: string;
}

export type Parameter = NumberParameter | ChoiceParameter;

/** By name of parameter; all of them are there. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

export interface Output {
  /** The field of the indicator that has it. */
  readonly name: string;
  readonly title: string;
  /** Bars by which it is drawn later (positive) or earlier (negative) than the bar at which it is known; 0 if absent. */
  displacement?(parameters: ParameterValues): number;
}

/**
 * Fills each output, in the order of the definition's, from the inputs; all are as long as the first input, 0 or more, and all
 * values of the inputs are finite: else the class is run. What is not known is NaN; an output may hold anything before.
 */
export type Kernel = (
  inputs: readonly Float64Array[],
  outputs: readonly Float64Array[],
  parameters: ParameterValues,
) => void;

/** All that the command line, the workstation and the documentation know of an indicator. */
export interface Definition {
  /** As in `sma`: lower case letters, digits and hyphens. */
  readonly name: string;
  readonly title: string;
  readonly group: Group;
  /** In the order of the arguments of `update`. */
  readonly inputs: readonly Input[];
  /** In the order of the arguments of the constructor. */
  readonly parameters: readonly Parameter[];
  /** The main one first. */
  readonly outputs: readonly Output[];
  /** One or a few lines of plain mathematics. */
  readonly formula: string;
  /** Who described it, where. */
  readonly source: string;
  /** Updates until the main output is known, where every input is finite. Undefined where it depends on the data. */
  warmup(parameters: ParameterValues): number | undefined;
  create(parameters: ParameterValues): Indicator;
  /** Over whole series, to the same last bit as `create` and its updates, only faster. In `NAME.kernel.ts` beside it. */
  readonly kernel?: Kernel;
}

/** A window length, by far the most frequent parameter. */
export function length(byDefault: number, more: Partial<NumberParameter> = {}): NumberParameter {
  return {
    name: 'length',
    title: 'values in the window',
    kind: 'integer',
    minimum: 1,
    maximum: 100_000,
    default: byDefault,
    ...more,
  };
}

/** An output that is the indicator's `value`. */
export const VALUE: Output = { name: 'value', title: 'Value' };

/** The number that a parameter has. Only for parameters that were checked. */
export const numberOf = (parameters: ParameterValues, name: string): number => parameters[name] as number;

/** The word that a parameter has. Only for parameters that were checked. */
export const wordOf = <Word extends string>(parameters: ParameterValues, name: string): Word =>
  parameters[name] as Word;
