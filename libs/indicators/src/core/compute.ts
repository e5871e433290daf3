import type { Definition, ParameterValues } from './definition.js';
import type { Indicator } from './indicator.js';
import { IndicatorError } from '../errors.js';
import { checkParameters } from './parameters.js';

/** One series for each output, by its name. */
export type Series = Readonly<Record<string, Float64Array<ArrayBuffer>>>;

interface Reader {
  get(this: Indicator): number;
}

/** What reads an output of an indicator: its getter itself, as a search for a name at every bar takes longer than most of them. */
function readerOf(indicator: Indicator, name: string): Reader {
  for (let holder: unknown = indicator; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const property = Object.getOwnPropertyDescriptor(holder, name);
    if (property?.get !== undefined) return property as Reader;
  }
  return {
    get() {
      return (this as unknown as Readonly<Record<string, number>>)[name];
    },
  };
}

type Update = (this: Indicator, ...bar: readonly number[]) => number;

/** Tells the bar at an index. The method is told apart, as a search for it at every bar takes longer than most of them. */
function tell(indicator: Indicator, update: Update, inputs: readonly Float64Array[], index: number): number {
  const [a, b, c, d, e] = inputs;
  switch (inputs.length) {
    case 1:
      return update.call(indicator, a[index]);
    case 2:
      return update.call(indicator, a[index], b[index]);
    case 3:
      return update.call(indicator, a[index], b[index], c[index]);
    case 4:
      return update.call(indicator, a[index], b[index], c[index], d[index]);
    case 5:
      return update.call(indicator, a[index], b[index], c[index], d[index], e[index]);
    default:
      return update.call(indicator, ...inputs.map((input) => input[index]));
  }
}

/** Makes an indicator and tells it every bar: what `update` answers is the main output. */
function run(
  definition: Definition,
  inputs: readonly Float64Array[],
  [main, ...others]: readonly Float64Array[],
  parameters: ParameterValues,
): void {
  const indicator = definition.create(parameters);
  const { update } = indicator as unknown as { readonly update: Update };
  const readers = definition.outputs.slice(1).map((output) => readerOf(indicator, output.name));
  for (let i = 0; i < main.length; i++) {
    main[i] = tell(indicator, update, inputs, i);
    for (let k = 0; k < others.length; k++) others[k][i] = readers[k].get.call(indicator);
  }
}

/** Whether all are finite, as their sums show. Where those overflow it is told so too, and the class is run for nothing. */
function isFinite(series: Float64Array): boolean {
  const { length } = series;
  const whole = length - (length % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < whole; i += 4) {
    a += series[i];
    b += series[i + 1];
    c += series[i + 2];
    d += series[i + 3];
  }
  for (let i = whole; i < length; i++) a += series[i];
  return Number.isFinite(a + b + c + d);
}

function checkInputs(definition: Definition, inputs: readonly Float64Array[]): void {
  const length = inputs[0]?.length;
  if (inputs.length === definition.inputs.length && inputs.every((input) => input.length === length)) return;
  const wanted = definition.inputs.join(', ');
  const message = `${definition.name} takes ${wanted}, each as long as the first: ${inputs.map((one) => one.length).join(', ')}`;
  throw new IndicatorError('INDICATOR_INPUT', message, { indicator: definition.name, wanted });
}

const endOf = (series: Float64Array): number => series.byteOffset + series.byteLength;

const overlaps = (one: Float64Array, other: Float64Array): boolean =>
  one.buffer === other.buffer && one.byteOffset < endOf(other) && other.byteOffset < endOf(one);

function checkInto(definition: Definition, inputs: readonly Float64Array[], into: Series): void {
  const refuse = (output: string, why: string): never => {
    const details = { indicator: definition.name, output };
    throw new IndicatorError('INDICATOR_OUTPUT', `${definition.name}: ${output} ${why}`, details);
  };
  const known = definition.outputs.map((output) => output.name);
  const { length } = inputs[0];
  const taken = [...inputs];
  for (const [name, series] of Object.entries(into)) {
    if (!known.includes(name)) refuse(name, `is no output; there is ${known.join(', ')}`);
    if (series.length !== length) refuse(name, `must be as long as the inputs, ${length}: ${series.length}`);
    if (taken.some((other) => overlaps(series, other))) refuse(name, 'must not share memory with another series');
    taken.push(series);
  }
}

/**
 * An indicator over whole series, bar by bar the same as one that is updated. `inputs` are in the order of the definition's.
 * Outputs for which `into` has a series, as long as the inputs, are written to it, the others to new ones: where it is called
 * again and again, new memory takes longer than most indicators.
 * @throws IndicatorError INDICATOR_INPUT, INDICATOR_PARAMETER, INDICATOR_OUTPUT
 */
export function compute(
  definition: Definition,
  inputs: readonly Float64Array[],
  parameters: Readonly<Record<string, unknown>> = {},
  into: Series = {},
): Series {
  checkInputs(definition, inputs);
  const values: ParameterValues = checkParameters(definition, parameters);
  checkInto(definition, inputs, into);
  const { length } = inputs[0];
  const outputs = definition.outputs.map(({ name }) => into[name] ?? new Float64Array(length));
  const { kernel } = definition;
  if (kernel !== undefined && inputs.every(isFinite)) kernel(inputs, outputs, values);
  else run(definition, inputs, outputs, values);
  return Object.fromEntries(definition.outputs.map(({ name }, index) => [name, outputs[index]]));
}
