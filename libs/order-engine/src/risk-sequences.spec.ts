import { describe, expect, it } from '@jest/globals';
import { RiskLife } from '../test/risk/sequences.js';

const SEQUENCES = Number(process.env['RISK_SEQUENCES'] ?? 250);
const FIRST = Number(process.env['RISK_SEED'] ?? 1);

describe('random orders, fills, cancels and replaces', () => {
  it(`never pass a limit and never leak a reservation, in ${SEQUENCES} sequences`, () => {
    let [accepted, denied] = [0, 0];
    for (let seed = FIRST; seed < FIRST + SEQUENCES; seed++) {
      const life = new RiskLife(seed);
      try {
        life.run();
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
      accepted += life.accepted;
      denied += life.denied;
    }
    // Limits that nothing ever meets would prove nothing.
    expect(Math.min(accepted, denied)).toBeGreaterThan(SEQUENCES);
  });
});
