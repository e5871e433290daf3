import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SmfBroker } from '@bourseworks/smf-broker';
import { TestBus, codeOf, until } from '../../test/bus.js';
import { SolaceSession } from './solace-session.js';

let bus: TestBus;
beforeAll(async () => {
  bus = await TestBus.start();
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('subscriptions', () => {
  it('are counted: the last removal alone ends the delivery', async () => {
    const session = await bus.session();
    const topic = bus.topic('counted');
    const calls = { a: 0, b: 0, mark: 0 };
    const [a, b] = [() => void calls.a++, () => void calls.b++];
    await session.subscribe(bus.topic('mark'), () => void calls.mark++);
    const round = async (): Promise<void> => {
      const before = calls.mark;
      session.publish(topic, Buffer.alloc(1));
      session.publish(bus.topic('mark'), Buffer.alloc(1));
      await until('the mark', () => calls.mark > before);
    };
    await Promise.all([session.subscribe(topic, a), session.subscribe(topic, a), session.subscribe(topic, b)]);
    await round();
    expect([calls.a, calls.b]).toEqual([1, 1]);
    await session.unsubscribe(topic, a);
    await round();
    expect([calls.a, calls.b]).toEqual([2, 2]);
    await session.unsubscribe(topic, a);
    await round();
    expect([calls.a, calls.b]).toEqual([2, 3]);
    await session.unsubscribe(topic, b);
    await session.unsubscribe(topic, b);
    const received = session.metrics.received;
    await round();
    expect([calls.a, calls.b, session.metrics.received - received]).toEqual([2, 3, 1]);
  });

  it('end in the state that the last call asked for, however fast they come', async () => {
    const session = await bus.session();
    const topic = bus.topic('flapping');
    let calls = 0;
    const callback = (): void => void calls++;
    const changes: Promise<void>[] = [];
    for (let n = 0; n < 10; n++) changes.push(session.subscribe(topic, callback), session.unsubscribe(topic, callback));
    changes.push(session.subscribe(topic, callback));
    await Promise.all(changes);
    session.publish(topic, Buffer.alloc(1));
    await until('the message', () => calls > 0);
    expect(calls).toBe(1);
  });

  it('that overlap call each callback once a message', async () => {
    const session = await bus.session();
    const seen: string[] = [];
    const shared = (): void => void seen.push('shared');
    await session.subscribe(bus.topic('o/*/c'), shared);
    await session.subscribe(bus.topic('o/>'), shared);
    await session.subscribe(bus.topic('o/b/c'), () => void seen.push('exact'));
    await session.subscribe(bus.topic('o/b*/c'), () => void seen.push('prefix'));
    session.publish(bus.topic('o/b/c'), Buffer.alloc(1));
    await until('three calls', () => seen.length >= 3);
    expect(seen.toSorted()).toEqual(['exact', 'prefix', 'shared']);
  });

  it('go on when a callback throws', async () => {
    const session = await bus.session();
    let calls = 0;
    await session.subscribe(bus.topic('fragile'), () => {
      throw new Error('broken subscriber');
    });
    await session.subscribe(bus.topic('fragile'), () => void calls++);
    session.publish(bus.topic('fragile'), Buffer.alloc(1));
    session.publish(bus.topic('fragile'), Buffer.alloc(1));
    await until('both messages', () => calls === 2);
    expect(session.metrics.handlerErrors).toBe(2);
  });

  it('that the broker denies are refused, and are not remembered', async () => {
    const user = { vpn: 'default', username: 'u', password: 'p', subscribe: ['open/>'] };
    const broker = new SmfBroker({ tcpPort: 0, users: [user] });
    const { tcpPort } = await broker.start();
    const session = new SolaceSession(bus.options({ ...user, url: `tcp://127.0.0.1:${tcpPort}` }));
    await session.connect();
    expect(await codeOf(session.subscribe('closed/a', () => undefined))).toBe('SUBSCRIPTION_DENIED');
    expect(await codeOf(session.subscribe('closed/a', () => undefined))).toBe('SUBSCRIPTION_DENIED');
    await session.subscribe('open/a', () => undefined);
    await session.close();
    await broker.stop();
  });
});
