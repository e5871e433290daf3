import type { Definition, Kernel, ParameterValues } from './definition.js';
import type { Indicator } from './indicator.js';
import { IndicatorError } from '../errors.js';
import { checkParameters } from './parameters.js';

/** One series for each output, by its name. */
export type Series = Readonly<Record<string, Float64Array<ArrayBuffer>>>;

function updateAll(indicator: Indicator, inputs: readonly Float64Array[], each: (index: number) => void): void {
  const [a, b, c, d] = inputs;
  const { length } = a;
  switch (inputs.length) {
    case 1:
      for (let i = 0; i < length; i++) {
        indicator.update(a[i]);
        each(i);
      }
      return;
    case 2:
      for (let i = 0; i < length; i++) {
        indicator.update(a[i], b[i]);
        each(i);
      }
      return;
    case 3:
      for (let i = 0; i < length; i++) {
        indicator.update(a[i], b[i], c[i]);
        each(i);
      }
      return;
    case 4:
      for (let i = 0; i < length; i++) {
        indicator.update(a[i], b[i], c[i], d[i]);
        each(i);
      }
      return;
    default:
      for (let i = 0; i < length; i++) {
        indicator.update(...inputs.map((input) => input[i]));
        each(i);
      }
  }
}

/** The kernel of an indicator that has none of its own: one that is made and told every bar. */
function kernelOf(definition: Definition): Kernel {
  return (inputs, outputs, parameters) => {
    const indicator = definition.create(parameters);
    const fields = indicator as unknown as Record<string, number>;
    const names = definition.outputs.map((output) => output.name);
    updateAll(indicator, inputs, (index) => {
      for (let k = 0; k < names.length; k++) outputs[k][index] = fields[names[k]];
    });
  };
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
  (definition.kernel ?? kernelOf(definition))(inputs, outputs, values);
  return Object.fromEntries(definition.outputs.map((output, index) => [output.name, outputs[index]]));
}
