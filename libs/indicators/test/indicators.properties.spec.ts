import {
  checkParameters,
  Correctable,
  INDICATORS,
  type Definition,
  type ParameterValues,
} from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { inputsOf, randomBars } from './bars.js';
import { at, batch, differenceOf, outputsOf, stream } from './series.js';

const COUNT = 400;
const BARS = randomBars(COUNT, 20_240_101);
const OTHER_BARS = randomBars(COUNT, 20_240_102);

/** The defaults, and each other choice in turn. */
function variants(definition: Definition): ParameterValues[] {
  const choices = definition.parameters.flatMap((parameter) => {
    if (parameter.kind !== 'choice') return [];
    const others = parameter.choices.filter((choice) => choice !== parameter.default);
    return others.map((choice) => ({ [parameter.name]: choice }));
  });
  return [{}, ...choices].map((given) => checkParameters(definition, given));
}

const CASES = INDICATORS.flatMap((definition) =>
  variants(definition).map((parameters) => {
    const text = Object.values(parameters).join(', ');
    return { name: `${definition.name}(${text})`, definition, parameters };
  }),
);

describe.each(CASES)('$name', ({ definition, parameters }) => {
  const width = definition.outputs.length;
  const inputs = inputsOf(definition, BARS);
  const others = inputsOf(definition, OTHER_BARS);
  const expected = stream(definition, definition.create(parameters), inputs);
  const rowsFrom = (bar: number): Float64Array => expected.subarray(bar * width);

  it('is over a whole series to the last bit what it is bar by bar', () => {
    expect(differenceOf(batch(definition, inputs, parameters), expected)).toBe('none');
  });

  it('is so where something is not finite', () => {
    const bad = [NaN, Infinity, -Infinity];
    const spoilt = inputs.map((input, place) =>
      input.map((value, index) => (index % 29 === 3 + place ? bad[index % 3] : value)),
    );
    const rows = stream(definition, definition.create(parameters), spoilt);
    expect(differenceOf(batch(definition, spoilt, parameters), rows)).toBe('none');
  });

  it('is known after as many bars as it says, and not before', () => {
    const indicator = definition.create(parameters);
    const first = expected.findIndex((value, k) => k % width === 0 && !Number.isNaN(value)) / width;
    const warmup = definition.warmup(parameters);
    expect(first).toBeGreaterThanOrEqual(0);
    if (warmup !== undefined) expect(first + 1).toBe(warmup);
    stream(definition, indicator, inputs, 0, first);
    expect(indicator.ready).toBe(false);
    expect(indicator.value).toBeNaN();
    stream(definition, indicator, inputs, first, first + 1);
    expect(indicator.ready).toBe(true);
  });

  it('goes on from a snapshot as if it had never stopped', () => {
    for (const stop of [0, 1, 7, 50, 217]) {
      const indicator = definition.create(parameters);
      stream(definition, indicator, inputs, 0, stop);
      const other = definition.create(parameters);
      stream(definition, other, others, 0, 31);
      other.restore(indicator.snapshot());
      expect(differenceOf(stream(definition, other, inputs, stop), rowsFrom(stop))).toBe('none');
    }
  });

  it('forgets all when it is reset', () => {
    const indicator = definition.create(parameters);
    stream(definition, indicator, others);
    indicator.reset();
    expect(differenceOf(stream(definition, indicator, inputs), expected)).toBe('none');
  });

  it('is after a correction of the last bar as if that bar had been so at once', () => {
    const indicator = new Correctable(definition.create(parameters));
    const rows = new Float64Array(expected.length);
    for (let i = 0; i < COUNT; i++) {
      if (i % 3 > 0) indicator.update(...at(others, i));
      if (i % 3 > 1) indicator.correct(...at(others, (i * 7) % COUNT));
      if (i % 3 > 0) indicator.correct(...at(inputs, i));
      else indicator.update(...at(inputs, i));
      rows.set(outputsOf(definition, indicator.indicator), i * width);
    }
    expect(differenceOf(rows, expected)).toBe('none');
  });

  it('leaves out a bar of which something is not finite', () => {
    const indicator = definition.create(parameters);
    for (let i = 0; i < COUNT; i++) {
      for (const bad of [NaN, Infinity]) {
        if (i % 40 !== 3) continue;
        const spoilt = at(inputs, i);
        spoilt[(i + 1) % spoilt.length] = bad;
        indicator.update(...spoilt);
      }
      indicator.update(...at(inputs, i));
    }
    expect(differenceOf(outputsOf(definition, indicator), rowsFrom(COUNT - 1))).toBe('none');
  });
});

describe('the registry', () => {
  it('has each name once', () => {
    const names = INDICATORS.map((definition) => definition.name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it.each(INDICATORS)('says of $name what it takes and gives', (definition) => {
    const indicator = definition.create(checkParameters(definition));
    expect(indicator.name).toBe(definition.name);
    expect(indicator.parameters).toEqual(definition.parameters.map((parameter) => parameter.default));
    expect(indicator).toHaveProperty('update.length', definition.inputs.length);
    for (const output of definition.outputs) expect(indicator).toHaveProperty(output.name);
    for (const text of [definition.title, definition.formula, definition.source])
      expect(text.length).toBeGreaterThan(2);
  });

  it.each(INDICATORS.filter((one) => one.parameters.length > 0))(
    'refuses parameters that $name does not have',
    (definition) => {
      const refused = expect.objectContaining({ code: 'INDICATOR_PARAMETER' });
      expect(() => checkParameters(definition, { nothing: 1 })).toThrow(refused);
      for (const parameter of definition.parameters) {
        const wrong =
          parameter.kind === 'choice' ? ['nothing', 3] : [NaN, parameter.minimum - 1, parameter.maximum + 1, 'x', ''];
        for (const value of wrong)
          expect(() => checkParameters(definition, { [parameter.name]: value })).toThrow(refused);
      }
    },
  );
});
