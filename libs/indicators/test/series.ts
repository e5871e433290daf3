import { compute, type Definition, type Indicator, type ParameterValues } from '@bourseworks/indicators';

export const outputsOf = (definition: Definition, indicator: Indicator): number[] =>
  definition.outputs.map((output) => (indicator as unknown as Record<string, number>)[output.name]);

export const at = (inputs: readonly Float64Array[], index: number): number[] => inputs.map((input) => input[index]);

/** Outputs after each bar, all of one bar side by side. */
export function stream(
  definition: Definition,
  indicator: Indicator,
  inputs: readonly Float64Array[],
  from = 0,
  to = inputs[0].length,
): Float64Array {
  const width = definition.outputs.length;
  const rows = new Float64Array((to - from) * width);
  for (let i = from; i < to; i++) {
    indicator.update(...at(inputs, i));
    rows.set(outputsOf(definition, indicator), (i - from) * width);
  }
  return rows;
}

/** The same over whole series. */
export function batch(
  definition: Definition,
  inputs: readonly Float64Array[],
  parameters: ParameterValues,
): Float64Array {
  const width = definition.outputs.length;
  const series = compute(definition, inputs, parameters);
  return Float64Array.from({ length: inputs[0].length * width }, (_, k) => {
    return series[definition.outputs[k % width].name][Math.floor(k / width)];
  });
}

/** Where the first difference is, to the last bit. Jest's own comparison of so many numbers takes minutes. */
export function differenceOf(got: ArrayLike<number>, expected: ArrayLike<number>): string {
  if (got.length !== expected.length) return `${got.length} values instead of ${expected.length}`;
  for (let i = 0; i < expected.length; i++)
    if (!Object.is(got[i], expected[i])) return `value ${i} is ${got[i]} instead of ${expected[i]}`;
  return 'none';
}
