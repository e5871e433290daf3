import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type {
  BarShape,
  MarketDataBatch,
  ReplayDoneShape,
  ReplayStartReplyShape,
  ReplayStatusShape,
  ReplayStepShape,
} from '@bourseworks/dto/shapes';
import { SolaceSession } from '@bourseworks/solace-transport';
import { describeWithData, eventually } from '@bourseworks/testkit';
import { barTopic, nanos, TestService } from './service.js';

const BTC = barTopic('BTCUSD');
const ETH = barTopic('ETHUSD');

/** A member over the bus: waits for all items of a step, then does its part. */
class Member {
  readonly steps: ReplayStepShape[] = [];
  readonly seen: string[] = [];
  /** Problems with the order of what arrived. */
  readonly problems: string[] = [];
  private readonly counts = new Map<string, number>();

  constructor(
    readonly name: string,
    private readonly session: SolaceSession,
    private readonly run: string,
    private readonly react: (member: Member, step: ReplayStepShape) => void,
  ) {}

  async join(): Promise<void> {
    await this.session.subscribe('marketdata/live/v1/>', ({ topic, payload }) => {
      const { seq0, items } = JSON.parse(Buffer.from(payload).toString()) as MarketDataBatch<BarShape>;
      for (const item of items) this.seen.push(`${topic} ${item.end}`);
      const expected = (this.counts.get(topic) ?? 0) + 1;
      if (seq0 !== expected) this.problems.push(`${topic}: ${seq0} instead of ${expected}`);
      this.counts.set(topic, seq0 + items.length - 1);
    });
    await this.session.subscribe(`replay/v1/step/${this.run}`, ({ payload }) => {
      const step = JSON.parse(Buffer.from(payload).toString()) as ReplayStepShape;
      this.steps.push(step);
      const here = this.seen.filter((key) => key.endsWith(` ${step.time}`)).length;
      const sum = Object.values(step.counts).reduce((a, b) => a + b, 0);
      if (step.n > 0 && step.end !== true && here !== sum)
        this.problems.push(`step ${step.n}: ${here} of ${sum} items`);
      if (step.end !== true) this.react(this, step);
    });
  }

  done(n: number, round: number, extra: Partial<ReplayDoneShape> = {}): void {
    const done: ReplayDoneShape = { run: this.run, n, round, member: this.name, sent: 0, ...extra };
    this.session.publish(`replay/v1/done/${this.run}`, Buffer.from(JSON.stringify(done)));
  }
}

describeWithData('a replay over the bus', ['lean-data'], () => {
  let service: TestService;
  beforeAll(async () => {
    service = await TestService.start({ REPLAY_MEMBER_TIMEOUT_S: '4' });
    const live = { requestId: 'l', venue: 'coinbase', kind: 'bar-1m', subscriber: 'test', leaseSeconds: 300 };
    await service.ask('marketdata/request/live', { ...live, symbol: 'ETHUSD' });
    await service.ask('marketdata/request/live', { ...live, symbol: 'BTCUSD' });
  });
  afterAll(async () => service[Symbol.asyncDispose]());

  const start = (run: string, change: object = {}) =>
    service.ask<ReplayStartReplyShape>(`replay/v1/start/${run}`, {
      run,
      members: ['oms', 's1'],
      from: nanos('2017-09-03T00:00Z'),
      to: nanos('2017-09-03T00:30Z'),
      speed: 'lock-step',
      ...change,
    });

  const ended = (run: string) =>
    eventually(async () => {
      const status = await service.ask<ReplayStatusShape>(`replay/v1/status/${run}`, {});
      return status.state !== 'RUNNING' && status;
    });

  it('lock-step: each step waits for rounds of strategy and OMS; all items come before their step', async () => {
    const bus = new SolaceSession(service.login);
    await bus.connect();
    const run = 'r1';
    // In every fifth step the strategy sends one order, which takes one more round.
    const orders = (n: number): number => (n % 5 === 0 ? 1 : 0);
    const oms = new Member('oms', bus, run, (self, { n }) => self.done(n, 0, { final: n === 0 }));
    const s1 = new Member('s1', bus, run, (self, { n }) => n === 0 && self.done(0, 0));
    await bus.subscribe(`replay/v1/done/${run}`, ({ payload }) => {
      const { n, round, member, final } = JSON.parse(Buffer.from(payload).toString()) as ReplayDoneShape;
      if (n === 0 || final === true) return;
      if (member === 'oms') s1.done(n, round + 1, { sent: round === 0 ? orders(n) : 0 });
      else oms.done(n, round, { final: round > orders(n) });
    });
    await oms.join();
    await s1.join();

    expect(await start(run)).toEqual({ run, streams: [BTC, ETH], steps: 30 });
    const published = { itemsPublished: 60, itemsByKind: { 'bar-1m': 60 } };
    expect(await ended(run)).toEqual({ run, state: 'ENDED', step: 31, steps: 30, ...published });
    await bus.close();

    expect([...oms.problems, ...s1.problems]).toEqual([]);
    expect(s1.steps.map((step) => step.n)).toEqual(Array.from({ length: 32 }, (_, n) => n));
    expect(s1.steps[0]).toMatchObject({ counts: {}, members: ['oms', 's1'], time: nanos('2017-09-03T00:00Z') });
    expect(s1.steps[0].streams?.map(({ topic, kind, instrument }) => [topic, kind, instrument.symbol])).toEqual([
      [BTC, 'bar-1m', 'BTCUSD'],
      [ETH, 'bar-1m', 'ETHUSD'],
    ]);
    expect(s1.steps[1]).toMatchObject({ n: 1, time: nanos('2017-09-03T00:01Z'), counts: { [BTC]: 1, [ETH]: 1 } });
    expect(s1.steps.at(-1)).toMatchObject({ n: 31, end: true });
  });

  it('fails by name when a member is silent', async () => {
    const steps = await service.listen<ReplayStepShape>('replay/v1/step/r2');
    await service.client.subscribe('replay/v1/step/r2', () => {
      const done = { run: 'r2', n: 0, round: 0, member: 'oms', sent: 0, final: true };
      service.client.publish('replay/v1/done/r2', Buffer.from(JSON.stringify(done)));
    });
    await start('r2', { members: ['oms', 's1', 's2'] });
    const status = await ended('r2');
    expect(status).toMatchObject({ state: 'FAILED', step: 0 });
    expect(status.error).toBe('REPLAY_MEMBER_MISSING: s1, s2 did not answer step 0 in time');
    await eventually(() => steps.length === 2);
    expect(steps[1].body).toMatchObject({ end: true, error: status.error });
  });

  it('at a multiple of real time it follows the clock and waits for nobody', async () => {
    const before = performance.now();
    // 29 minutes between the first and the last of 30 bars: 290 ms.
    expect(await start('r3', { members: [], speed: 6_000 })).toMatchObject({ steps: 30 });
    expect((await start('r4', { members: [], speed: 1 })).error?.code).toBe('REPLAY_STATE');
    expect(await ended('r3')).toMatchObject({ state: 'ENDED', itemsPublished: 60 });
    expect(performance.now() - before).toBeGreaterThan(280);
  });

  it.each([
    ['a run that is over', 'r1', {}, 'REPLAY_STATE'],
    ['a reversed range', 'x', { to: nanos('2017-09-01T00:00Z') }, 'HISTORY_RANGE_INVALID'],
    [
      'a range without data',
      'x',
      { from: nanos('2020-01-01T00:00Z'), to: nanos('2020-01-02T00:00Z') },
      'HISTORY_NOT_FOUND',
    ],
    ['nobody to wait for', 'x', { members: [] }, 'BAD_REQUEST'],
    ['a speed of 0', 'x', { speed: 0 }, 'BAD_REQUEST'],
    ['another run in the topic', 'x', { run: 'y' }, 'BAD_REQUEST'],
  ])('is refused for %s', async (_, run, change, code) => {
    expect((await start(run, change)).error?.code).toBe(code);
  });

  it('an unknown run has no status', async () => {
    expect((await service.ask('replay/v1/status/none', {})).error?.code).toBe('REPLAY_STATE');
  });
});
