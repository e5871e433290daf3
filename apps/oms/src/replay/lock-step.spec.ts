import { beforeAll, describe, expect, it } from '@jest/globals';
import { liveTopic, PATTERNS, replayTopic, type ReplayDoneShape, type ReplayStepShape } from '@bourseworks/dto';
import type { EngineOptions } from '@bourseworks/order-engine';
import { eventually, tempDir } from '@bourseworks/testkit';
import type * as LockStepModule from './lock-step.js';
import { buy, FakeBroker, load, loadOms, openOms, silent } from '../testing/oms.js';

let lockSteps: typeof LockStepModule;
beforeAll(async () => {
  await loadOms();
  lockSteps = await load<typeof LockStepModule>('apps/oms/src/replay/lock-step.js');
});

const RUN = 'r';

/** A bus of one process: what the OMS says is kept, what it hears the test says. */
async function replaying(engine: Partial<EngineOptions> = {}) {
  const broker = new FakeBroker();
  const { core, clock, directory, brokers } = openOms(tempDir(), broker, engine);
  brokers.start();
  await eventually(() => brokers.waitingFor.length === 0);
  const handlers = new Map<string, (message: { topic: string; payload: Uint8Array }) => void>();
  const said: string[] = [];
  const session = {
    subscribe: (pattern: string, handler: () => void) => Promise.resolve(void handlers.set(pattern, handler)),
    publish: (_topic: string, payload: Uint8Array) => {
      const { n, round, final } = JSON.parse(Buffer.from(payload).toString()) as ReplayDoneShape;
      said.push(`${n}/${round}${final === true ? ' final' : ''}`);
    },
  };
  const none = (): void => undefined;
  const parts = {
    run: RUN,
    core,
    clock,
    session,
    directory,
    log: silent,
    marks: { mark: none },
    portfolio: { publish: none },
    publisher: { beginRound: none, roundCounts: () => ({}) },
  };
  const lockStep = new lockSteps.LockStep(parts as unknown as LockStepModule.LockStepParts);
  await lockStep.start();
  const hear = (pattern: string, body: unknown, topic = pattern): void =>
    handlers.get(pattern)?.({ topic, payload: Buffer.from(JSON.stringify(body)) });
  const step = (n: number, more: Partial<ReplayStepShape> = {}): void =>
    hear(replayTopic('step', RUN), { run: RUN, n, time: `${n}000`, counts: {}, members: ['oms', 's'], ...more });
  const done = (n: number, round: number, sent: number): void =>
    hear(replayTopic('done', RUN), { run: RUN, n, round, member: 's', sent });
  const close = async (): Promise<void> => {
    await brokers.close();
    await core.close();
  };
  const command = (n: number, sequence = 1) => lockStep.gate.turn('s', { run: RUN, n, round: 1, sequence });
  return { core, broker, lockStep, said, hear, step, done, command, close };
}

describe('LockStep', () => {
  it('can be closed in the middle of a step; what waits is refused', async () => {
    const { lockStep, said, step, command, close } = await replaying();
    step(1);
    await eventually(() => said.includes('1/0'));
    const waiting = command(1);
    await lockStep.close();
    await expect(waiting).rejects.toMatchObject({ code: 'REPLAY_STATE' });
    expect(said).toEqual(['1/0']);
    await close();
  });

  it('leaves nothing of a run that failed to the next one', async () => {
    const { lockStep, said, hear, step, done, command, close } = await replaying();
    const topic = liveTopic('trade', 'v', 'X');
    const trade = { epoch: 1, seq0: 1, items: [{ time: '1000', price: 1, quantity: 1 }] };
    step(1);
    await eventually(() => said.includes('1/0'));
    const waiting = command(1);
    hear(PATTERNS.live, trade, topic);
    step(1, { end: true, error: 'somebody is missing' });
    await expect(waiting).rejects.toMatchObject({ code: 'REPLAY_STATE' });
    await expect(command(1)).rejects.toMatchObject({ code: 'REPLAY_STATE' });
    said.length = 0;
    step(0);
    await eventually(() => said.length === 1);
    step(1, { counts: { [topic]: 1 } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    // The trade of the failed run does not stand for the one that is due.
    expect(said).toEqual(['0/0 final']);
    hear(PATTERNS.live, trade, topic);
    await eventually(() => said.includes('1/0'));
    done(1, 1, 0);
    await eventually(() => said.length === 3);
    expect(said).toEqual(['0/0 final', '1/0', '1/1 final']);
    await lockStep.close();
    await close();
  });

  it('applies all commands of a round before anything of it leaves, however quick the disk', async () => {
    const { core, broker, lockStep, said, step, done, command, close } = await replaying();
    step(1);
    await eventually(() => said.includes('1/0'));
    const cell = new Int32Array(new SharedArrayBuffer(4));
    const sentBefore: number[] = [];
    const submit = async (sequence: number): Promise<void> => {
      await command(1, sequence);
      sentBefore.push(broker.sent.length);
      void core.command((engine, nowUs) => engine.submit(buy(sequence), nowUs));
      while (core.durableSequence < core.engine.lastSequence) Atomics.wait(cell, 0, 0, 1);
    };
    const submitted = Promise.all([3, 1, 4, 2].map(submit));
    done(1, 1, 4);
    await submitted;
    await eventually(() => said.includes('1/1'));
    expect(sentBefore).toEqual([0, 0, 0, 0]);
    expect(broker.sent).toHaveLength(4);
    await lockStep.close();
    await close();
  });

  it('ends holds of internal crossing by the time of the steps, within the round when they are of no time', async () => {
    const run = async (holdUs: number): Promise<string[]> => {
      const policy = { mode: 'NET', holdUs, maxQuoteAgeUs: 1_000 } as const;
      const { core, broker, lockStep, said, step, done, command, close } = await replaying({
        crossing: { policyOf: () => policy },
      });
      const seen: string[] = [];
      const submit = async (n: number): Promise<void> => {
        await command(n);
        const order = { ...buy(n), sentUs: n };
        void core.command((engine, nowUs) => engine.submit(order, nowUs));
      };
      // Steps are a microsecond apart.
      for (let n = 1; n <= 4; n++) {
        step(n);
        await eventually(() => said.includes(`${n}/0`));
        const submitted = n === 1 ? submit(1) : Promise.resolve();
        done(n, 1, n === 1 ? 1 : 0);
        await submitted;
        await eventually(() => said.includes(`${n}/1`) || said.includes(`${n}/1 final`));
        if (n === 1) done(1, 2, 0);
        await eventually(() => said.some((text) => text.startsWith(`${n}/`) && text.endsWith('final')));
        seen.push(`${n}: ${broker.sent.length}`);
      }
      await lockStep.close();
      await close();
      return seen;
    };
    expect(await run(0)).toEqual(['1: 1', '2: 1', '3: 1', '4: 1']);
    expect(await run(2)).toEqual(['1: 0', '2: 0', '3: 1', '4: 1']);
  });

  it('does not wait for data of what no broker trades', async () => {
    const { lockStep, said, step, close } = await replaying();
    step(1, { counts: { [liveTopic('trade', 'elsewhere', 'Y')]: 3 } });
    await eventually(() => said.includes('1/0'));
    await lockStep.close();
    await close();
  });

  it('never has two steps under way', async () => {
    const { lockStep, said, step, done, close } = await replaying();
    step(1);
    step(2);
    await eventually(() => said.includes('2/0'));
    done(2, 1, 0);
    await eventually(() => said.includes('2/1 final'));
    expect(said).toEqual(['1/0', '2/0', '2/1 final']);
    await lockStep.close();
    await close();
  });
});
