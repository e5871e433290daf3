import { describe, expect, it } from '@jest/globals';
import type { ReplayStepShape, ReplayStreamShape } from '@bourseworks/dto/shapes';
import { VirtualClock } from '@bourseworks/testkit';
import { MemoryLog } from '../../test/fake-adapter.js';
import type { ReadStep } from './replay-protocol.js';
import { ReplayRun } from './replay-run.js';

const MINUTE = 60_000_000;
const START = 1_500_000_000_000_000;
const stream = { topic: 't', kind: 'bar-1m' } as ReplayStreamShape;

async function* read(count: number, failAt = Infinity): AsyncGenerator<ReadStep> {
  for (let n = 1; n <= count; n++) {
    if (n === failAt) throw Object.assign(new Error('line 7 is broken'), { code: 'DATA_FORMAT' });
    yield await Promise.resolve({
      timeUs: START + n * MINUTE,
      items: [{ source: 0, items: [{ time: String(n), price: 1, quantity: 1 }] }],
    });
  }
}

function setup(speed: 'lock-step' | number, source: AsyncGenerator<ReadStep>, members = ['oms']) {
  const clock = new VirtualClock();
  const log: string[] = [];
  const outlet = {
    publish: (_: string, payload: Uint8Array) => {
      const step = JSON.parse(Buffer.from(payload).toString()) as ReplayStepShape;
      log.push(`step ${step.n}${step.end === true ? ' end' : ''}${step.error === undefined ? '' : ` ${step.error}`}`);
      return Promise.resolve();
    },
    items: (topic: string, items: readonly unknown[]) => {
      log.push(`${topic} ${items.length}`);
      return Promise.resolve();
    },
  };
  const run = new ReplayRun({
    run: 'r',
    members,
    speed,
    fromUs: START,
    streams: [stream],
    steps: 3,
    read: source,
    outlet,
    clock,
    log: new MemoryLog(),
    memberTimeoutUs: 30_000_000,
  });
  const oms = (n: number, round = 0, final = true): void =>
    run.done({ run: 'r', n, round, member: 'oms', sent: 0, final });
  return { clock, log, run, oms };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('ReplayRun', () => {
  it('lock-step: nothing of the next step leaves before the final answer', async () => {
    const { log, run, oms } = setup('lock-step', read(2));
    const execution = run.execute();
    for (const n of [0, 1, 2]) {
      await settle();
      expect(log.at(-1)).toBe(`step ${n}`);
      if (n > 0) oms(n, 0, false);
      await settle();
      expect(log.at(-1)).toBe(`step ${n}`);
      oms(n, n === 0 ? 0 : 1);
    }
    await execution;
    expect(log).toEqual(['step 0', 't 1', 'step 1', 't 1', 'step 2', 'step 3 end']);
    expect(run.status()).toEqual({
      run: 'r',
      state: 'ENDED',
      step: 3,
      steps: 3,
      itemsPublished: 2,
      itemsByKind: { 'bar-1m': 2 },
    });
  });

  it('each sign of life gives the others their full time again', async () => {
    const { clock, log, run, oms } = setup('lock-step', read(1), ['oms', 's1']);
    const execution = run.execute();
    await clock.advanceAsync(29_000_000);
    oms(0);
    await clock.advanceAsync(29_000_000);
    expect(log).toEqual(['step 0']);
    await clock.advanceAsync(2_000_000);
    await execution;
    expect(log).toEqual(['step 0', 'step 0 end REPLAY_MEMBER_MISSING: s1 did not answer step 0 in time']);
    expect(run.status().state).toBe('FAILED');
  });

  it('at a factor of real time steps come when they are due', async () => {
    const { clock, log, run } = setup(60, read(3), []);
    const execution = run.execute();
    await settle();
    await settle();
    expect(log).toEqual(['step 0', 't 1', 'step 1']);
    await clock.advanceAsync(999_000);
    expect(log).toHaveLength(3);
    await clock.advanceAsync(1_000);
    expect(log).toHaveLength(5);
    await clock.advanceAsync(1_000_000);
    await execution;
    expect(log.at(-1)).toBe('step 4 end');
  });

  it('broken data end the run with their code', async () => {
    const { log, run } = setup(1_000_000, read(3, 2), []);
    await run.execute();
    expect(log.at(-1)).toBe('step 1 end DATA_FORMAT: line 7 is broken');
    expect(run.status()).toMatchObject({ state: 'FAILED', step: 1 });
  });

  it('can be stopped', async () => {
    const { log, run } = setup('lock-step', read(3));
    const execution = run.execute();
    await settle();
    run.stop({ code: 'REPLAY_STATE', message: 'the service stops' });
    await execution;
    expect(log).toEqual(['step 0', 'step 0 end the service stops']);
  });

  it('a stop while it reads ends with the reason of the stop', async () => {
    let broken: (error: Error) => void = () => undefined;
    async function* stuck(): AsyncGenerator<ReadStep> {
      await new Promise((_, reject) => (broken = reject));
      yield* read(1);
    }
    const { log, run, oms } = setup('lock-step', stuck());
    const execution = run.execute();
    await settle();
    oms(0);
    await settle();
    run.stop({ code: 'REPLAY_STATE', message: 'the market-data service stops' });
    broken(new Error('the replay worker ended'));
    await execution;
    expect(log).toEqual(['step 0', 'step 0 end the market-data service stops']);
  });
});
