import { describe, expect, it } from '@jest/globals';
import { ERROR_CATEGORIES, ERRORS, isErrorCode } from './index.js';

describe('the error table', () => {
  it('has codes of one shape, each with meaning and remedy', () => {
    for (const [code, { meaning, remedy }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(meaning).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  });

  it('has a category for every code, and a code for every category', () => {
    const used = new Set(Object.values(ERRORS).map(({ category }) => category));
    expect([...used].toSorted()).toEqual(Object.keys(ERROR_CATEGORIES).toSorted());
  });

  it('knows its own codes and no inherited names', () => {
    expect(isErrorCode('ORDER_UNKNOWN')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
  });
});
