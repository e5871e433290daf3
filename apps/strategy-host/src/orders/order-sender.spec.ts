import { describe, expect, it } from '@jest/globals';
import { JSON_CODEC, type OrderEventShape } from '@bourseworks/dto';
import { EventLog } from '@bourseworks/ports';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { eventually, VirtualClock } from '@bourseworks/testkit';
import { OrderSender } from './order-sender.js';

class Lines extends EventLog {
  readonly events: string[] = [];
  debug = this.add.bind(this);
  info = this.add.bind(this);
  warn = this.add.bind(this);
  error = this.add.bind(this);
  private add({ event }: { event: string }): void {
    this.events.push(event);
  }
}

const ORDER = { commandId: 's-1-1', account: 'A', strategy: 's', venue: 'sim', symbol: 'BTCUSD', quantity: '1' };
const LIST = { commandId: 's-1-1', account: 'A', strategy: 's', kind: 'OCO', orders: [{ ...ORDER, role: 'LEG' }] };
const BODIES = { submit: ORDER, 'submit-list': LIST, cancel: { ...ORDER, clOrdId: 'o-1' } };
const FILLED: Partial<OrderEventShape> = {
  commandId: 's-1-1',
  clOrdId: 'o-1',
  ordStatus: 'Filled',
  cumQty: '1',
  leavesQty: '0',
};

/** Plays the answers one after the other, the last for ever; a string is the code of a refusal. */
function setup(
  known: Partial<OrderEventShape> | undefined,
  answers: unknown[],
  verb: 'submit' | 'submit-list' | 'cancel' = 'submit',
  lockStep = false,
) {
  const clock = new VirtualClock(0);
  const asked: string[] = [];
  const deliveries: object[] = [];
  const log = new Lines();
  const delivered: OrderEventShape[] = [];
  let handed = 0;
  let caughtUp = 0;
  const session = {
    request: (topic: string, _body: Buffer, properties: object) => {
      asked.push(topic.split('/')[3]);
      deliveries.push(properties);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      return typeof answer === 'string'
        ? Promise.reject(Object.assign(new Error('refused'), { code: answer }))
        : Promise.resolve({ payload: JSON_CODEC.encode(answer) });
    },
  };
  const sender = new OrderSender({
    session: session as unknown as SolaceSession,
    clock,
    log,
    account: 'A',
    strategy: 's',
    lockStep,
    tries: 1,
    deadlineMs: 10,
    lastEvent: () => known as OrderEventShape | undefined,
    deliver: (event) => void delivered.push(event),
    catchUp: () => void (caughtUp += 1),
  });
  sender.send(verb, Buffer.from(JSON.stringify(BODIES[verb])), () => (handed += 1));
  return { log, clock, asked, deliveries, delivered, handed: () => handed, caughtUp: () => caughtUp };
}

describe('OrderSender', () => {
  it('says that the outcome is unknown when no answer and no event came', async () => {
    const { log, delivered } = setup(undefined, ['REQUEST_TIMEOUT']);
    await eventually(() => log.events.includes('order.unknown'));
    expect(delivered).toEqual([expect.objectContaining({ execType: 'Unknown', cumQty: '0' })]);
  });

  it('lets the events of the OMS stand when only its answer was lost: a fill must not be taken back', async () => {
    const { log, delivered, caughtUp } = setup(FILLED, ['REQUEST_TIMEOUT']);
    await eventually(() => log.events.includes('order.resolved'));
    expect(delivered).toEqual([]);
    expect(caughtUp()).toBe(1);
  });

  it('repeats a change of unknown outcome: that the order is known does not settle it', async () => {
    const working: Partial<OrderEventShape> = { ...FILLED, ordStatus: 'New', cumQty: '0', leavesQty: '1' };
    const answers = ['REQUEST_TIMEOUT', working, { commandId: 's-1-1', ordStatus: 'New' }];
    const { log, clock, asked, delivered } = setup(working, answers, 'cancel');
    await eventually(() => log.events.includes('order.unknown'));
    expect(delivered).toEqual([expect.objectContaining({ execType: 'Unknown' })]);
    await clock.advanceAsync(1_000_000);
    await eventually(() => log.events.includes('order.accepted'));
    expect(asked).toEqual(['cancel', 'status', 'cancel']);
  });

  it('tells of a list by its first order, under no list, until the OMS does', async () => {
    const { log, clock, asked, delivered, caughtUp } = setup(undefined, ['REQUEST_TIMEOUT', FILLED], 'submit-list');
    await eventually(() => log.events.includes('order.unknown'));
    const said = { commandId: 's-1-1', execType: 'Unknown', symbol: 'BTCUSD', clOrdId: '' };
    expect(delivered).toEqual([expect.objectContaining(said)]);
    expect(delivered[0]).not.toHaveProperty('listId');
    await clock.advanceAsync(1_000_000);
    await eventually(() => log.events.includes('order.resolved'));
    expect([asked, caughtUp()]).toEqual([['submit-list', 'status'], 1]);
    const refused = setup(undefined, ['TOPIC_NOT_ALLOWED'], 'submit-list');
    await eventually(() => refused.log.events.includes('order.undelivered'));
    expect(refused.delivered).toEqual([expect.objectContaining({ state: 'Denied', code: 'TOPIC_NOT_ALLOWED' })]);
  });

  it('says which list the refusal of a cancel is about, beside the order that it is told by', async () => {
    const listed = { ...FILLED, ordStatus: 'New', listId: 'o-1', clOrdId: 'o-2' } as const;
    const { log, delivered } = setup(listed, ['TOPIC_NOT_ALLOWED'], 'cancel');
    await eventually(() => log.events.includes('order.undelivered'));
    expect(delivered).toEqual([
      expect.objectContaining({ execType: 'CancelRejected', clOrdId: 'o-2', origClOrdId: 'o-1', listId: 'o-1' }),
    ]);
  });

  it('leaves commands with the broker, which keeps a cancel and lets a new order expire', async () => {
    const guaranteed = { timeoutMs: 10, deliveryMode: 'persistent' };
    const submit = setup(undefined, [{ commandId: 's-1-1' }]);
    const cancel = setup(FILLED, [{ commandId: 's-1-1' }], 'cancel');
    const replayed = setup(undefined, [{ commandId: 's-1-1' }], 'submit', true);
    for (const { log } of [submit, cancel, replayed]) await eventually(() => log.events.includes('order.accepted'));
    expect(submit.deliveries).toMatchObject([{ ...guaranteed, ttlMs: 30_000 }]);
    expect(cancel.deliveries).toMatchObject([guaranteed]);
    expect(cancel.deliveries[0]).not.toHaveProperty('ttlMs');
    expect(replayed.deliveries[0]).not.toHaveProperty('deliveryMode');
  });

  it('measures no command that the session did not take', async () => {
    const { log, handed } = setup(undefined, ['TRANSPORT_DOWN']);
    await eventually(() => log.events.includes('order.unknown'));
    expect(handed()).toBe(0);
  });
});
