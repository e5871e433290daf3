import { describe, expect, it } from '@jest/globals';
import { quotient } from './quotient.js';

describe('quotient', () => {
  it('is the other value where the whole is nothing beside the scale', () => {
    expect(quotient(1, 4, 100)).toBe(0.25);
    expect(quotient(1, -4, 100)).toBe(-0.25);
    expect(quotient(0, 0, 0)).toBe(0);
    expect(quotient(1e-15, 2e-15, 100)).toBe(0);
    expect(quotient(1e-15, 2e-15, 100, 50)).toBe(50);
    expect(quotient(1e-15, 2e-15, 1e-15)).toBe(0.5);
  });
});
