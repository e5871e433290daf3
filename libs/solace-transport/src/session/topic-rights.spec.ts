import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeOf, TestBus, thrownCode } from '../../test/bus.js';
import { compilePattern } from '../topics.js';
import { covers, TopicRights } from './topic-rights.js';

const level = fc.constantFrom('a', 'ab', 'b', 'c');
const topic = fc.array(level, { minLength: 1, maxLength: 4 });
const pattern = fc
  .tuple(fc.array(fc.constantFrom('a', 'ab', 'b', '*', 'a*'), { minLength: 0, maxLength: 3 }), fc.boolean())
  .map(([levels, open]) => (open || levels.length === 0 ? [...levels, '>'] : levels).join('/'));

describe('topics that a session may use', () => {
  it('are all where nothing was said', () => {
    const rights = new TopicRights();
    rights.assertPublish('any/thing');
    rights.assertSubscribe('>');
    expect(thrownCode(() => new TopicRights({ publish: ['a//b'] }))).toBe('BAD_TOPIC');
  });

  it('are those that a pattern matches, however often they are asked for', () => {
    const rights = new TopicRights({ publish: ['orders/event/>', 'risk/*'], subscribe: [] });
    for (let n = 0; n < 10_000; n++) rights.assertPublish(`orders/event/${n}`);
    rights.assertPublish('risk/x');
    for (let n = 0; n < 2; n++) expect(thrownCode(() => rights.assertPublish('risk/x/y'))).toBe('TOPIC_NOT_ALLOWED');
    expect(thrownCode(() => rights.assertSubscribe('risk/x'))).toBe('TOPIC_NOT_ALLOWED');
  });

  it('are all that a session sends, asks and reads, but for the inboxes of those who ask', async () => {
    await using bus = await TestBus.start();
    const topics = { publish: ['market/>'], subscribe: ['ask/*'] };
    const session = await bus.session({ topics });
    const other = await bus.session();
    expect(session.tryPublish('market/x', Buffer.alloc(1))).toBeUndefined();
    expect(thrownCode(() => session.tryPublish('orders/x', Buffer.alloc(1)))).toBe('TOPIC_NOT_ALLOWED');
    expect(await codeOf(session.request('orders/x', Buffer.alloc(1)))).toBe('TOPIC_NOT_ALLOWED');
    expect(await codeOf(session.subscribe('>', () => undefined))).toBe('TOPIC_NOT_ALLOWED');
    await session.subscribe('ask/*', (message) => session.reply(message, Buffer.from('yes')));
    const answer = await other.request('ask/me', Buffer.alloc(1));
    expect(answer.payload.toString()).toBe('yes');
  });

  it('hold for queues: their names, and the topics that are put into them', async () => {
    await using bus = await TestBus.start();
    const topics = { publish: [], subscribe: ['ask/*'], queues: ['q/mine/*'] };
    const session = await bus.session({ topics, guaranteed: true });
    expect(await session.queues.provision('q/mine/1')).toBe(true);
    const consume = (queue: string, topic: string) => () =>
      session.queues.consumer({ queue, topics: [topic] }, () => undefined);
    expect(consume('q/mine/1', 'ask/me')).not.toThrow();
    expect(thrownCode(consume('q/mine/1', 'ask/>'))).toBe('TOPIC_NOT_ALLOWED');
    expect(thrownCode(consume('q/other', 'ask/me'))).toBe('TOPIC_NOT_ALLOWED');
    for (const refused of [
      session.queues.provision('q/other'),
      session.queues.remove('q/other'),
      session.publishGuaranteed({ queue: 'q/other' }, Buffer.alloc(1)),
      session.publishGuaranteed('ask/me', Buffer.alloc(1)),
    ]) {
      expect(await codeOf(refused)).toBe('TOPIC_NOT_ALLOWED');
    }
    await session.publishGuaranteed({ queue: 'q/mine/1' }, Buffer.alloc(1));
  });

  it('cover a subscription only when they match all that it matches', () => {
    expect(covers('a/>', 'a/b/*')).toBe(true);
    expect(covers('a/>', '#share/g/a/b')).toBe(true);
    expect([covers('a/*', 'a/>'), covers('a/>', 'a'), covers('a/b', 'a/*'), covers('a/*', 'a')]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    fc.assert(
      fc.property(pattern, pattern, fc.array(topic, { minLength: 30, maxLength: 30 }), (outer, inner, topics) => {
        const [allows, matches] = [compilePattern(outer), compilePattern(inner)];
        const beyond = topics.map((levels) => levels.join('/')).some((one) => matches(one) && !allows(one));
        if (beyond) expect(covers(outer, inner)).toBe(false);
      }),
    );
  });
});
