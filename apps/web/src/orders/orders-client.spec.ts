import { describe, expect, it } from '@jest/globals';
import type { OrdersEvent, OrdersSnapshot } from '@bourseworks/dto/shapes';
import fc from 'fast-check';
import { OrdersClient } from './orders-client.js';

const settled = () => new Promise((resolve) => setImmediate(resolve));
const event = (prev: number, seq: number): OrdersEvent => ({ prev, seq, orders: [], fills: [] });
const snapshotAt = (seq: number) => ({ ok: true, seq, orders: [], fills: [], portfolios: [], kills: [], live: true });

describe('the client of the orders stream', () => {
  it('has seen every event once, in order, whatever is lost or overtakes the snapshot', async () => {
    const script = fc.array(fc.constantFrom('event', 'lost', 'reconnect', 'settle'), { maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(script, async (steps) => {
        let journal = 10;
        let sent = 0;
        let known: number[] = [];
        const request = () => {
          sent = journal;
          return Promise.resolve(snapshotAt(journal));
        };
        const sink = {
          snapshot: ({ seq }: OrdersSnapshot) => (known = Array.from({ length: seq }, (_, index) => index + 1)),
          events: (events: readonly OrdersEvent[]) => known.push(...events.map(({ seq }) => seq)),
        };
        const client = new OrdersClient(request, sink, () => undefined);
        client.onConnect();
        const next = (arrives: boolean) => {
          const made = event(sent, ++journal);
          sent = journal;
          if (arrives) client.onEvent(made);
        };
        for (const step of steps) {
          if (step === 'event') next(true);
          if (step === 'lost') next(false);
          if (step === 'settle') await settled();
          if (step === 'reconnect') {
            client.onDisconnect();
            client.onConnect();
          }
        }
        await settled();
        next(true);
        await settled();
        expect(known).toEqual(Array.from({ length: journal }, (_, index) => index + 1));
      }),
    );
  });

  it('asks again when the snapshot is refused', async () => {
    const waiting: (() => void)[] = [];
    const answers = [{ ok: false, code: 'OMS_BUSY', message: 'busy' }, snapshotAt(3)];
    const seen: number[] = [];
    const sink = { snapshot: ({ seq }: OrdersSnapshot) => seen.push(seq), events: () => undefined };
    const client = new OrdersClient(
      () => Promise.resolve(answers.shift()),
      sink,
      (work) => waiting.push(work),
    );
    client.onConnect();
    await settled();
    expect([seen, waiting.length]).toEqual([[], 1]);
    waiting.pop()?.();
    await settled();
    expect(seen).toEqual([3]);
  });

  it('asks again when the answer took too long on a connection that lives, and not once it is gone', async () => {
    const waiting: (() => void)[] = [];
    let asked = 0;
    const request = () => {
      asked++;
      return asked === 1 ? Promise.reject(new Error('too late')) : Promise.resolve(snapshotAt(3));
    };
    const seen: number[] = [];
    const sink = { snapshot: ({ seq }: OrdersSnapshot) => seen.push(seq), events: () => undefined };
    const client = new OrdersClient(request, sink, (work) => waiting.push(work));
    client.onConnect();
    await settled();
    client.onDisconnect();
    waiting[0]?.();
    expect([asked, waiting.length]).toEqual([1, 1]);
    client.onConnect();
    await settled();
    waiting[0]?.();
    await settled();
    expect([asked, seen]).toEqual([2, [3]]);
  });

  it('ends up with all of it when more comes than it keeps while it waits', async () => {
    const answers: ((value: unknown) => void)[] = [];
    const known: number[] = [];
    const sink = {
      snapshot: ({ seq }: OrdersSnapshot) => known.splice(0, known.length, seq),
      events: (events: readonly OrdersEvent[]) => known.push(...events.map(({ seq }) => seq)),
    };
    const client = new OrdersClient(() => new Promise((answer) => answers.push(answer)), sink);
    client.onConnect();
    for (let seq = 1; seq <= 2_500; seq++) client.onEvent(event(seq - 1, seq));
    answers[0]?.(snapshotAt(0));
    await settled();
    client.onEvent(event(2_500, 2_501));
    answers[1]?.(snapshotAt(2_500));
    await settled();
    expect([answers.length, known]).toEqual([2, [2_500, 2_501]]);
  });
});
