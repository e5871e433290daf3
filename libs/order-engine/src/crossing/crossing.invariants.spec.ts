import { describe, expect, it } from '@jest/globals';
import { crossingLives } from '../../test/crossing-life.js';

const LIVES = Number(process.env['CROSSING_LIVES'] ?? 80);
const FIRST = Number(process.env['CROSSING_SEED'] ?? 1);
const STEPS = 60;

describe('self-trade prevention and crossing', () => {
  it(`keep positions, cash and reservations exact, and own orders apart, over ${LIVES} random lives`, () => {
    const figures = crossingLives(LIVES, FIRST, STEPS);
    // What could not have happened proves nothing.
    expect(figures.crossed).toBeGreaterThan(LIVES / 2);
    expect(figures.prevented).toBeGreaterThan(LIVES);
    expect(figures.selfTradedWhenOff).toBeGreaterThan(LIVES);
    expect(figures.tradedAtVenue).toBeGreaterThan(LIVES);
  });
});
