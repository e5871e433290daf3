import { describe, expect, it } from '@jest/globals';
import type { ReplayDoneShape } from '@bourseworks/dto/shapes';
import { StepProgress } from './step-progress.js';

const done = (member: string, n: number, round: number, final?: boolean): ReplayDoneShape => ({
  run: 'r',
  n,
  round,
  member,
  sent: 0,
  ...(final === undefined ? {} : { final }),
});

describe('StepProgress', () => {
  it('step 0 needs every member once, in any order', () => {
    const step = new StepProgress(0, ['oms', 's1', 's2']);
    expect(step.missing()).toEqual(['oms', 's1', 's2']);
    expect(step.take(done('s2', 0, 0))).toBe(true);
    expect(step.take(done('s2', 0, 0))).toBe(false);
    step.take(done('oms', 0, 0, true));
    expect([step.complete, step.missing()]).toEqual([false, ['s1']]);
    step.take(done('s1', 0, 0));
    expect(step.complete).toBe(true);
  });

  it('a later step ends with the final answer of the OMS and names who is next', () => {
    const step = new StepProgress(3, ['oms', 's1', 's2']);
    expect(step.missing()).toEqual(['oms']);
    step.take(done('oms', 3, 0));
    expect(step.missing()).toEqual(['s1', 's2']);
    step.take(done('s1', 3, 1));
    expect(step.missing()).toEqual(['s2']);
    step.take(done('s2', 3, 1));
    expect(step.missing()).toEqual(['oms']);
    step.take(done('oms', 3, 1));
    expect([step.complete, step.missing()]).toEqual([false, ['s1', 's2']]);
    step.take(done('oms', 3, 2, true));
    expect(step.complete).toBe(true);
  });

  it('an answer that overtakes the OMS counts all the same', () => {
    const step = new StepProgress(1, ['oms', 's1']);
    expect(step.take(done('s1', 1, 1))).toBe(true);
    step.take(done('oms', 1, 0));
    expect(step.missing()).toEqual(['oms']);
  });

  it('strangers, other steps and impossible rounds change nothing', () => {
    const step = new StepProgress(1, ['oms', 's1']);
    const answers = [
      done('x', 1, 0),
      done('oms', 2, 0, true),
      done('oms', 0, 0, true),
      done('s1', 1, -1),
      done('s1', 1, 0.5),
    ];
    expect(answers.map((answer) => step.take(answer))).toEqual([false, false, false, false, false]);
    expect(step.complete).toBe(false);
  });

  it('without an OMS every member answers once', () => {
    const step = new StepProgress(1, ['s1']);
    expect(step.missing()).toEqual(['s1']);
    step.take(done('s1', 1, 1));
    expect(step.complete).toBe(true);
  });
});
