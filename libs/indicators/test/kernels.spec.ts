import { checkParameters, compute, INDICATORS, type Definition, type Parameter } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { inputsOf, randomBars } from './bars.js';
import { batch, differenceOf, stream } from './series.js';

const COUNT = 160;
const BARS = randomBars(COUNT, 20_240_103);

type Given = Readonly<Record<string, number | string>>;

/** Of an integer the ends of its range, as far as bars reach, and some between; of another number the ends and one between. */
function numbersOf(parameter: Parameter): number[] {
  if (parameter.kind === 'choice') return [];
  const { minimum, maximum } = parameter;
  const numbers = parameter.kind === 'integer' ? [minimum, minimum + 1, 7, COUNT, COUNT + 1] : [minimum, 0.3, maximum];
  return numbers.filter((value) => value >= minimum && value <= maximum);
}

/** Every choice with every other, and beside each of these every number in turn. */
function variants({ parameters }: Definition): Given[] {
  let choices: Given[] = [{}];
  for (const parameter of parameters)
    if (parameter.kind === 'choice')
      choices = choices.flatMap((one) => parameter.choices.map((word) => ({ ...one, [parameter.name]: word })));
  const numbers = parameters.flatMap((parameter) => numbersOf(parameter).map((value) => ({ [parameter.name]: value })));
  return choices.flatMap((one) => [{}, ...numbers].map((number) => ({ ...one, ...number })));
}

/** Markets in which something is 0, nothing moves, or sums overflow. */
const MARKETS: Readonly<Record<string, (value: number, index: number) => number>> = {
  random: (value) => value,
  flat: (value, index) => (index < 9 ? value : 100),
  'of zeros': (value, index) => (index % 50 < 7 ? value : index % 50 < 40 ? 0 : -0),
  'about zero': (value, index) => value * Math.sin(index),
  'beyond the doubles': (value, index) =>
    value * (index > 120 && index < 130 ? 1.5e306 * (index % 2 === 0 ? -1 : 1) : 1),
};

/** Where a part of a market begins, and how long it is at most: around windows, and as far as it goes. */
const STARTS = [0, 17];
const COUNTS = [0, 1, 2, 6, 7, 8, 19, 20, 21, 60, COUNT];

const KERNELS = INDICATORS.filter(({ kernel }) => kernel !== undefined);

describe.each(KERNELS)('the kernel of $name', (definition) => {
  it.each(Object.entries(MARKETS))(
    'is to the last bit its class, with any parameters, for any part of a market %s',
    (_, market) => {
      const inputs = inputsOf(definition, BARS).map((series) => series.map(market));
      const wrong = variants(definition).flatMap((given) => {
        const parameters = checkParameters(definition, given);
        return STARTS.flatMap((from) => {
          const rest = inputs.map((series) => series.subarray(from));
          const rows = stream(definition, definition.create(parameters), rest);
          return COUNTS.flatMap((count) => {
            const got = batch(
              definition,
              rest.map((series) => series.subarray(0, count)),
              parameters,
            );
            const difference = differenceOf(got, rows.subarray(0, count * definition.outputs.length));
            return difference === 'none' ? [] : [{ given, from, count, difference }];
          });
        });
      });
      expect(wrong).toEqual([]);
    },
  );

  it('does not mind what its outputs held before', () => {
    const inputs = inputsOf(definition, BARS);
    const all = compute(definition, inputs);
    const held = (): [string, Float64Array<ArrayBuffer>][] =>
      definition.outputs.map(({ name }) => [name, new Float64Array(COUNT).fill(7)]);
    const written = compute(definition, inputs, {}, Object.fromEntries(held()));
    for (const { name } of definition.outputs) expect(differenceOf(written[name], all[name])).toBe('none');
  });
});
