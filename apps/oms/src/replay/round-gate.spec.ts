import { describe, expect, it } from '@jest/globals';
import { RoundGate } from './round-gate.js';

const tag = (n: number, round: number, sequence: number) => ({ run: 'r', n, round, sequence });
const done = (n: number, round: number, member: string, sent: number) => ({ run: 'r', n, round, member, sent });

async function order(
  gate: RoundGate,
  n: number,
  round: number,
  strategies: string[],
  went: string[],
): Promise<string[]> {
  for (const go of await gate.take(n, round, strategies)) {
    go();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return went;
}

describe('RoundGate', () => {
  it('lets commands go by strategy and sequence, however they arrive', async () => {
    const gate = new RoundGate();
    const went: string[] = [];
    for (const [strategy, sequence] of [
      ['b', 2],
      ['a', 2],
      ['b', 1],
      ['a', 1],
    ] as const) {
      void gate.turn(strategy, tag(1, 1, sequence)).then(() => went.push(`${strategy}${sequence}`));
    }
    gate.done(done(1, 1, 'a', 2));
    gate.done(done(1, 1, 'b', 2));
    expect(await order(gate, 1, 1, ['a', 'b'], went)).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  it('waits for commands that were sent but are still on their way, and for every strategy', async () => {
    const gate = new RoundGate();
    const went: string[] = [];
    let through = false;
    const round = order(gate, 1, 1, ['a', 'b'], went).then(() => (through = true));
    gate.done(done(1, 1, 'a', 1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(through).toBe(false);
    gate.done(done(1, 1, 'b', 0));
    await new Promise((resolve) => setImmediate(resolve));
    expect(through).toBe(false);
    void gate.turn('a', tag(1, 1, 1)).then(() => went.push('a1'));
    await round;
    expect(went).toEqual(['a1']);
  });

  it('keeps rounds apart', async () => {
    const gate = new RoundGate();
    const went: string[] = [];
    void gate.turn('a', tag(1, 2, 2)).then(() => went.push('later'));
    gate.done(done(1, 1, 'a', 0));
    expect(await gate.take(1, 1, ['a'])).toEqual([]);
    expect(went).toEqual([]);
  });

  it('does not take a command too many of one strategy for the missing one of another', async () => {
    const gate = new RoundGate();
    const went: string[] = [];
    for (const sequence of [1, 2]) void gate.turn('a', tag(1, 1, sequence)).then(() => went.push(`a${sequence}`));
    gate.done(done(1, 1, 'a', 1));
    gate.done(done(1, 1, 'b', 1));
    const round = order(gate, 1, 1, ['a', 'b'], went);
    await new Promise((resolve) => setImmediate(resolve));
    expect(went).toEqual([]);
    void gate.turn('b', tag(1, 1, 1)).then(() => went.push('b1'));
    expect(await round).toEqual(['a1', 'a2', 'b1']);
  });

  it('refuses a command whose round is over', async () => {
    const gate = new RoundGate();
    gate.done(done(1, 1, 'a', 0));
    await gate.take(1, 1, ['a']);
    await expect(gate.turn('a', tag(1, 1, 1))).rejects.toMatchObject({ code: 'REPLAY_STATE' });
  });
});
