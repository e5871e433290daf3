import { describe, expect, it } from '@jest/globals';
import { contingentLives } from '../../test/contingent-life.js';

const LIVES = Number(process.env['CONTINGENT_LIVES'] ?? 40);
const FIRST = Number(process.env['CONTINGENT_SEED'] ?? 1);
const STEPS = 80;

describe('lists of orders', () => {
  it(`never exit more than they entered, and lose no cover silently, over ${LIVES} random lives`, () => {
    const figures = contingentLives(LIVES, FIRST, STEPS);
    // What could not have happened proves nothing.
    expect(figures.exits).toBeGreaterThan(LIVES);
    expect(figures.overshoots).toBeGreaterThan(0);
    expect(figures.triggered).toBeGreaterThan(LIVES / 4);
    expect(figures.denials).toBeGreaterThan(0);
    expect(figures.crashes).toBeGreaterThan(LIVES / 4);
    expect(figures.busts).toBeGreaterThan(LIVES / 4);
  });
});
