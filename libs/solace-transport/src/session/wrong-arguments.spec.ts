import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBus, codeOf, thrownCode } from '../../test/bus.js';
import type { SolaceSession } from './solace-session.js';

let bus: TestBus;
let session: SolaceSession;
beforeAll(async () => {
  bus = await TestBus.start();
  session = await bus.session({ maxPayloadBytes: 100 });
});
afterAll(() => bus[Symbol.asyncDispose]());

describe('wrong arguments', () => {
  it.each([
    ['an empty topic', '', 'BAD_TOPIC'],
    ['an empty level', 'a//b', 'BAD_TOPIC'],
    ['a wildcard', 'a/*/b', 'BAD_TOPIC'],
    ['a star within a level', 'a/b*c', 'BAD_TOPIC'],
    ['an open end', 'a/>', 'BAD_TOPIC'],
    ['251 bytes', 'é'.repeat(125) + 'a', 'BAD_TOPIC'],
    ['129 levels', Array(129).fill('a').join('/'), 'BAD_TOPIC'],
  ])('publish refuses %s', (_name, topic, code) => {
    expect(thrownCode(() => session.publish(topic, Buffer.alloc(1)))).toBe(code);
  });

  it.each([
    ['a * inside a level', 'a/b*c/d'],
    ['a > inside a level', 'a/b>'],
    ['a > before the end', 'a/>/b'],
    ['an empty level', '/a'],
  ])('subscribe refuses %s', async (_name, pattern) => {
    expect(await codeOf(session.subscribe(pattern, () => undefined))).toBe('BAD_TOPIC');
  });

  it('publish refuses text, since the client would cut it to one byte a character', () => {
    const text = 'grüß' as unknown as Uint8Array;
    expect(thrownCode(() => session.publish('a/b', text))).toBe('BAD_PAYLOAD');
  });

  it('publish refuses what is too large, headers that are no plain values, and guaranteed delivery', () => {
    const one = Buffer.alloc(1);
    expect(thrownCode(() => session.publish('a/b', Buffer.alloc(101)))).toBe('PAYLOAD_TOO_LARGE');
    const nested = { a: {} } as unknown as Record<string, string>;
    expect(thrownCode(() => session.publish('a/b', one, { headers: nested }))).toBe('BAD_HEADER');
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`h${n}`, n]));
    expect(thrownCode(() => session.publish('a/b', one, { headers: many }))).toBe('BAD_HEADER');
    expect(thrownCode(() => session.publish('a/b', one, { deliveryMode: 'persistent' }))).toBe(
      'GUARANTEED_UNSUPPORTED',
    );
    expect(session.metrics.sent).toBe(0);
  });

  it('reply refuses an event', async () => {
    const refused = new Promise<string>((resolve) => {
      void session
        .subscribe(bus.topic('event'), (message) => resolve(thrownCode(() => session.reply(message, Buffer.alloc(1)))))
        .then(() => session.publish(bus.topic('event'), Buffer.alloc(1)));
    });
    expect(await refused).toBe('BAD_TOPIC');
  });
});
