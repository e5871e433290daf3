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

/** Tells the bar at an index. */
function tell(indicator: Indicator, inputs: readonly Float64Array[], index: number): number {
  const [a, b, c, d, e] = inputs;
  switch (inputs.length) {
    case 1:
      return indicator.update(a[index]);
    case 2:
      return indicator.update(a[index], b[index]);
    case 3:
      return indicator.update(a[index], b[index], c[index]);
    case 4:
      return indicator.update(a[index], b[index], c[index], d[index]);
    case 5:
      return indicator.update(a[index], b[index], c[index], d[index], e[index]);
    default:
      return indicator.update(...inputs.map((input) => input[index]));
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
  const readers = definition.outputs.slice(1).map((output) => readerOf(indicator, output.name));
  for (let i = 0; i < main.length; i++) {
    main[i] = tell(indicator, inputs, i);
    for (let k = 0; k < others.length; k++) others[k][i] = readers[k].get.call(indicator);
  }
}

function isFinite(series: Float64Array): boolean {
  for (let i = 0; i < series.length; i++) if (!Number.isFinite(series[i])) return false;
  return true;
}

function checkInputs(definition: Definition, inputs: readonly Float64Array[]): void {
  const length = inputs[0]?.length;
  if (inputs.length === definition.inputs.length && inputs.every((input) => input.length === length)) return;
  const wanted = definition.inputs.join(', ');
  const message = `${definition.name} takes ${wanted}, each as long as the first: ${inputs.map((one) => one.length).join(', ')}`;
  throw new IndicatorError('INDICATOR_INPUT', message, { indicator: definition.name, wanted });
}

/**
 * An indicator over whole series, bar by bar the same as one that is updated. `inputs` are in the order of the definition's.
 * @throws IndicatorError INDICATOR_INPUT, INDICATOR_PARAMETER
 */
export function compute(
  definition: Definition,
  inputs: readonly Float64Array[],
  parameters: Readonly<Record<string, unknown>> = {},
): Series {
  checkInputs(definition, inputs);
  const values: ParameterValues = checkParameters(definition, parameters);
  const outputs = definition.outputs.map(() => new Float64Array(inputs[0].length));
  const { kernel } = definition;
  if (kernel !== undefined && inputs.every(isFinite)) kernel(inputs, outputs, values);
  else run(definition, inputs, outputs, values);
  return Object.fromEntries(definition.outputs.map((output, index) => [output.name, outputs[index]]));
}
