import { describe, expect, it } from '@jest/globals';
import { makerQuotes } from './avellaneda-stoikov.js';

/** Of the paper's simulations: a middle of 100, sigma 2, kappa 1.5, a session of 1. */
const at = (riskAversion: number, horizon: number, inventory = 0) =>
  makerQuotes(100, inventory, 4, { riskAversion, arrivalDecay: 1.5, horizon });

describe('the quotes of Avellaneda and Stoikov', () => {
  it.each([
    [0.1, 1.49],
    [0.01, 1.35],
    [0.5, 2.15],
  ])('have the average spread of the paper for a risk aversion of %d', (riskAversion, published) => {
    let sum = 0;
    for (let step = 0; step < 200; step++) {
      const { bid, ask } = at(riskAversion, 1 - step / 200);
      sum += ask - bid;
    }
    // The paper prints two decimals.
    expect(Math.abs(sum / 200 - published)).toBeLessThan(0.01);
  });

  it('are about the middle without inventory, below it with some, above it when short', () => {
    expect(at(0.1, 1).reservation).toBe(100);
    expect(at(0.1, 1, 3).reservation).toBeCloseTo(98.8, 12);
    expect(at(0.1, 1, -3).reservation).toBeCloseTo(101.2, 12);
    const { bid, ask, reservation } = at(0.1, 0.5, 3);
    expect((bid + ask) / 2).toBeCloseTo(reservation, 12);
  });

  it('tend to those of a dealer without risk', () => {
    const { bid, ask } = at(1e-9, 1, 5);
    expect(ask - bid).toBeCloseTo(2 / 1.5, 6);
  });
});
