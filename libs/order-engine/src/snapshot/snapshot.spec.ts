import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { CrossingLife } from '../../test/crossing-life.js';
import type { Desk } from '../../test/desk.js';
import { EngineLife } from '../../test/engine-life.js';
import { WholeLife } from '../../test/whole-life.js';

const LIVES = Number(process.env['SNAPSHOT_LIVES'] ?? 5);
const FIRST = Number(process.env['SNAPSHOT_SEED'] ?? 1);

interface Lived {
  readonly desk: Desk;
  step(): void;
}

/** Lives of `steps` steps; at three of them `cut` is done. @returns all that they recorded */
function live<T extends Lived>(make: (seed: number) => T, steps: number, cut: (life: T) => void): Set<string> {
  const types = new Set<string>();
  for (let seed = FIRST; seed < FIRST + LIVES; seed++) {
    const life = make(seed);
    const rng = new SeededRng(seed + 1_000_000);
    const cuts = new Set([rng.integer(steps), rng.integer(steps), rng.integer(steps)]);
    try {
      for (let i = 0; i < steps; i++) {
        if (cuts.has(i)) cut(life);
        life.step();
      }
      life.desk.replayed();
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
    for (const record of life.desk.journal) types.add(record.type);
  }
  return types;
}

describe('an engine from a snapshot does as one that lived through everything', () => {
  it('with a bad line to the broker, kills and restarts', () => {
    live(
      (seed) => new EngineLife(seed),
      120,
      ({ desk }) => desk.fork(),
    );
  });

  it('with held, crossed and prevented orders', () => {
    live(
      (seed) => new CrossingLife(seed),
      80,
      ({ desk }) => desk.fork(),
    );
  });

  it('with limits that remember, losses, cash, leases and changed instruments, after each of its restarts', () => {
    const types = live(
      (seed) => new WholeLife(seed),
      300,
      (life) => life.restart(),
    );
    // What could not have happened proves nothing.
    for (const type of ['RiskState', 'RiskBaseline', 'RiskLimits', 'Locate', 'Cash', 'KillPhase', 'Lease', 'Held'])
      expect(types).toContain(type);
  });
});
