import { describe, expect, it } from '@jest/globals';
import { ERRORS, isErrorCode } from './errors.js';

describe('the error table', () => {
  it('has codes of one shape, each with meaning and remedy', () => {
    for (const [code, { meaning, remedy }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(meaning).toMatch(/\.$/);
      expect(remedy).toMatch(/\.$/);
    }
  });

  it('knows its own codes and no inherited names', () => {
    expect(isErrorCode('ORDER_UNKNOWN')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
  });
});
