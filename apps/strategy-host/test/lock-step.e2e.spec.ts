import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { formatNanos } from '@bourseworks/domain';
import {
  JSON_CODEC,
  liveTopic,
  replayTopic,
  type ListRequestShape,
  type OrderEventShape,
  type OrderRequestShape,
  type ReplayDoneShape,
  type ReplayStepShape,
} from '@bourseworks/dto';
import { eventually } from '@bourseworks/testkit';
import { barShape } from './fake-peers.js';
import { HostWorld, probe } from './host-world.js';

const RUN = 'r1';
const TOPIC = liveTopic('bar-1s', 'sim', 'BTCUSD');

let world: HostWorld;
let dones: ReplayDoneShape[];

beforeEach(async () => {
  world = await HostWorld.create();
  dones = [];
  await world.peers.session.subscribe(
    replayTopic('done', RUN),
    ({ payload }) => void dones.push(JSON.parse(payload.toString()) as ReplayDoneShape),
  );
});

afterEach(() => world.close());

const publish = (topic: string, value: unknown): void => world.peers.session.publish(topic, JSON_CODEC.encode(value));
const members = ['oms', 'a', 'b'];

function step(n: number, us: number, counts: Record<string, number>): void {
  const shape: ReplayStepShape = { run: RUN, n, time: formatNanos(us), counts, members };
  publish(replayTopic('step', RUN), shape);
}

function oms(n: number, round: number, events: Record<string, number>, final = false): void {
  const shape: ReplayDoneShape = { run: RUN, n, round, member: 'oms', sent: 0, events, final };
  publish(replayTopic('done', RUN), shape);
}

function strategyDones(n: number, round: number): Promise<ReplayDoneShape[]> {
  const found = (): ReplayDoneShape[] =>
    dones.filter((done) => done.member !== 'oms' && done.n === n && done.round === round);
  return eventually(() => found().length === 2 && found().sort((x, y) => (x.member < y.member ? -1 : 1)), {
    what: `the end of round ${n}/${round}`,
  });
}

describe('the strategy host in a lock-step replay', () => {
  it('goes through steps and rounds, tags orders, and takes time from the steps alone', async () => {
    const { peers } = world;
    const host = world.host([probe('await', 'a'), probe('quiet', 'b')], { REPLAY_RUN: RUN });
    await host.waitFor('service.ready');
    const t0 = 1_504_483_200_000_000;
    step(0, t0, {});
    expect(await strategyDones(0, 0)).toEqual([
      { run: RUN, n: 0, round: 0, member: 'a', sent: 0 },
      { run: RUN, n: 0, round: 0, member: 'b', sent: 0 },
    ]);

    peers.bars('BTCUSD', [barShape(t0, 100)]);
    step(1, t0 + 1e6, { [TOPIC]: 1 });
    oms(1, 0, {});
    expect((await strategyDones(1, 1)).map(({ sent }) => sent)).toEqual([1, 0]);
    const order = await eventually(() => peers.orders[0] as OrderRequestShape | undefined);
    expect(order).toMatchObject({
      commandId: 'a-1-1',
      sentTime: formatNanos(t0 + 1e6),
      step: { run: RUN, n: 1, round: 1, sequence: 1 },
    });

    peers.event(order, {}, { run: RUN, n: 1, round: 1, sequence: 1 });
    oms(1, 1, { a: 1 });
    expect((await strategyDones(1, 2)).map(({ sent }) => sent)).toEqual([0, 0]);
    oms(1, 2, {}, true);

    peers.bars('BTCUSD', [barShape(t0 + 1e6, 101)]);
    step(2, t0 + 2e6, { [TOPIC]: 1 });
    peers.fill(order, { run: RUN, n: 2, round: 0, sequence: 1 });
    oms(2, 0, { a: 1 });
    expect((await strategyDones(2, 1)).map(({ sent }) => sent)).toEqual([1, 0]);
    // The fill of the step comes before its bar; what awaited it goes on between the two.
    const lines = host.lines
      .filter((line) => line['event'] === 'strategy.decision' && line['strategy'] === 'a')
      .map((line) => `${String(line['action'])} ${String(line['reason'])}`);
    expect(lines).toEqual(['started sim/BTCUSD', 'held position', 'order New', 'order Trade', 'done Filled']);
    expect(peers.orders[1]).toMatchObject({ commandId: 'a-1-2', reason: 'bar 10100' });
  });

  it('tags a list of orders, and its cancel, as one command each', async () => {
    const { peers } = world;
    const host = world.host([probe('bracket', 'a'), probe('quiet', 'b')], { REPLAY_RUN: RUN });
    await host.waitFor('service.ready');
    const t0 = 1_504_483_200_000_000;
    step(0, t0, {});
    await strategyDones(0, 0);
    peers.bars('BTCUSD', [barShape(t0, 100)]);
    step(1, t0 + 1e6, { [TOPIC]: 1 });
    oms(1, 0, {});
    expect((await strategyDones(1, 1)).map(({ sent }) => sent)).toEqual([1, 0]);
    const list = await eventually(() => peers.orders[0] as unknown as ListRequestShape | undefined);
    expect(list).toMatchObject({
      commandId: 'a-1-1',
      kind: 'BRACKET',
      orders: [{ role: 'ENTRY' }, { role: 'TAKE_PROFIT', price: '101' }, { role: 'STOP_LOSS', stopPrice: '99' }],
      step: { run: RUN, n: 1, round: 1, sequence: 1 },
    });

    const { account, strategy, commandId, sentTime, orders } = list;
    const tell = (round: number, terms: Partial<OrderEventShape>): void => {
      for (const [index, { role: listRole, ...order }] of orders.entries())
        peers.event(
          { ...order, account, strategy, commandId, sentTime },
          { ...terms, clOrdId: `o-${index}`, listId: 'list-1', listRole },
          { run: RUN, n: 1, round, sequence: 1 },
        );
      oms(1, round, { a: orders.length });
    };
    tell(1, { execType: 'PendingNew', ordStatus: 'PendingNew', state: 'Intent' });
    expect((await strategyDones(1, 2)).map(({ sent }) => sent)).toEqual([1, 0]);
    const cancel = await eventually(() => peers.orders[1] as OrderRequestShape | undefined);
    expect(cancel).toMatchObject({
      commandId: 'a-1-2',
      clOrdId: 'list-1',
      step: { run: RUN, n: 1, round: 2, sequence: 2 },
    });
    tell(2, { execType: 'Canceled', ordStatus: 'Canceled', leavesQty: '0' });
    expect((await strategyDones(1, 3)).map(({ sent }) => sent)).toEqual([0, 0]);
    const lines = host.lines.filter((line) => line['event'] === 'strategy.decision' && line['action'] === 'list');
    expect(lines.map((line) => line['reason'])).toEqual(['taken', 'cancelled']);
  });

  it('holds the strategies until all data of a step are there', async () => {
    const { peers } = world;
    const host = world.host([probe('quiet', 'a'), probe('quiet', 'b')], { REPLAY_RUN: RUN });
    await host.waitFor('service.ready');
    step(0, 1e15, {});
    await strategyDones(0, 0);
    oms(1, 0, {});
    step(1, 1e15 + 1e6, { [TOPIC]: 2 });
    peers.bars('BTCUSD', [barShape(1e15, 100)]);
    await world.status('a', ({ counters }) => counters['barsReceived'] === 1);
    expect(dones.filter(({ member, n }) => member !== 'oms' && n === 1)).toEqual([]);
    peers.bars('BTCUSD', [barShape(1e15, 101)]);
    await strategyDones(1, 1);
    const closes = host.lines
      .filter((line) => line['action'] === 'bar' && line['strategy'] === 'a')
      .map((line) => line['close']);
    expect(closes).toEqual([10_000, 10_100]);
  });
});
