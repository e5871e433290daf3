import { compute, findIndicator } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';

const CLOSE = Float64Array.of(10, 11, 12, 11, 13, 14);
const series = (length = CLOSE.length): Float64Array<ArrayBuffer> => new Float64Array(length);

describe('compute', () => {
  it('gives every output by its name', () => {
    expect(compute(findIndicator('roc'), [CLOSE], { length: 5 })).toEqual({
      value: Float64Array.of(NaN, NaN, NaN, NaN, NaN, 40),
      fraction: Float64Array.of(NaN, NaN, NaN, NaN, NaN, 0.4),
      ratio: Float64Array.of(NaN, NaN, NaN, NaN, NaN, 1.4),
    });
  });

  it.each([
    ['by a kernel', CLOSE],
    ['by the class', Float64Array.of(NaN, ...CLOSE)],
  ])('writes, %s, to the series that it is given, and to new ones', (_, input) => {
    const definition = findIndicator('roc');
    const ratio = series(input.length).fill(7);
    const written = compute(definition, [input], { length: 2 }, { ratio });
    expect(written['ratio']).toBe(ratio);
    expect(written).toEqual(compute(definition, [input], { length: 2 }));
  });

  it('takes no other inputs than the definition says, each as long as the first', () => {
    const wrong = expect.objectContaining({ code: 'INDICATOR_INPUT' });
    expect(() => compute(findIndicator('atr'), [CLOSE])).toThrow(wrong);
    expect(() => compute(findIndicator('atr'), [CLOSE, CLOSE, series(3)])).toThrow(wrong);
  });

  it.each([
    ['of no output', { nothing: series() }],
    ['of another length', { value: series(5) }],
    ['that is an input', { value: CLOSE }],
    ['that overlaps an input', { value: new Float64Array(CLOSE.buffer, 0, 6) }],
    ['that is given twice', ((one) => ({ value: one, ratio: one }))(series())],
  ])('refuses a series to write to %s', (_, into) => {
    const wrong = expect.objectContaining({ code: 'INDICATOR_OUTPUT' });
    expect(() => compute(findIndicator('roc'), [CLOSE], {}, into)).toThrow(wrong);
  });

  it('writes beside its input within one memory', () => {
    const memory = Float64Array.of(...CLOSE, ...series());
    const value = memory.subarray(6);
    compute(findIndicator('momentum'), [memory.subarray(0, 6)], { length: 4 }, { value });
    expect([...memory]).toEqual([...CLOSE, NaN, NaN, NaN, NaN, 3, 3]);
  });
});
