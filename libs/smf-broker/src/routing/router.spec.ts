import { describe, expect, it } from '@jest/globals';
import { FakeSubscriber } from '../testing/fake-subscriber.js';
import type { Route } from './route.js';
import { Router } from './router.js';
import type { Subscriber } from './subscriber.js';
import { parseSubscription } from './subscription-pattern.js';

function setUp(): {
  router: Router;
  add: (who: Subscriber, source: string, always?: boolean) => boolean;
  at: (topic: string) => Route;
} {
  const router = new Router(100);
  return {
    router,
    add: (who, source, always = false) => {
      const pattern = parseSubscription(source);
      if (pattern === null) throw new Error(`refused: ${source}`);
      return router.subscribe(who, pattern, always);
    },
    at: (topic) => router.route(Buffer.from(topic), 0, topic.length),
  };
}

describe('Router', () => {
  it('gives one copy to a subscriber with several matching subscriptions', () => {
    const { add, at } = setUp();
    const one = new FakeSubscriber(1);
    add(one, 'a/>');
    add(one, 'a/*');
    add(one, 'a/b');
    expect(at('a/b').targets.subscribers).toEqual([one]);
  });

  it('interns equal sets of subscribers of different topics', () => {
    const { add, at } = setUp();
    const [one, two] = [new FakeSubscriber(1), new FakeSubscriber(2)];
    add(two, 'a/>');
    add(one, 'a/>');
    add(one, 'b/>');
    expect(at('a/x').targets).toBe(at('a/y').targets);
    expect(at('a/x').targets).not.toBe(at('b/x').targets);
  });

  it('forgets cached routes when a subscription comes or goes', () => {
    const { router, add, at } = setUp();
    const [one, two] = [new FakeSubscriber(1), new FakeSubscriber(2)];
    add(one, 'a');
    expect(at('a').targets.subscribers).toEqual([one]);
    add(two, '>');
    expect(at('a').targets.subscribers).toEqual([one, two]);
    router.unsubscribe(one, 'a');
    expect(at('a').targets.subscribers).toEqual([two]);
    router.removeSubscriber(two);
    expect(at('a').targets.subscribers).toEqual([]);
    expect(router.stats().subscriptions).toBe(0);
  });

  it('tells repeated and unknown subscriptions', () => {
    const { router, add } = setUp();
    const one = new FakeSubscriber(1);
    expect(add(one, 'a')).toBe(true);
    expect(add(one, 'a')).toBe(false);
    expect(router.unsubscribe(one, 'b')).toBe(false);
    expect(router.unsubscribe(one, 'a')).toBe(true);
    expect(router.unsubscribe(one, 'a')).toBe(false);
  });

  it('deals shared subscriptions out in turn, besides plain ones', () => {
    const { router, add, at } = setUp();
    const [one, two, plain] = [new FakeSubscriber(1), new FakeSubscriber(2), new FakeSubscriber(3)];
    add(one, '#share/g/a/>');
    add(two, '#share/g/a/>');
    add(plain, 'a/>');
    const rounds = [1, 2, 3, 4].map(() => router.select(at('a/x'), false));
    expect(rounds).toEqual([
      [plain, one],
      [plain, two],
      [plain, one],
      [plain, two],
    ]);
  });

  it('keeps groups of one name apart by topic, and of one topic by name', () => {
    const { router, add, at } = setUp();
    const [one, two] = [new FakeSubscriber(1), new FakeSubscriber(2)];
    add(one, '#share/g/a/>');
    add(two, '#share/h/a/>');
    expect(new Set(router.select(at('a/x'), false))).toEqual(new Set([one, two]));
    router.removeSubscriber(one);
    expect(router.select(at('a/x'), false)).toEqual([two]);
  });

  it('passes over members of a group that do not keep up, while one does', () => {
    const { router, add, at } = setUp();
    const [one, two] = [new FakeSubscriber(1), new FakeSubscriber(2)];
    add(one, '#share/g/a');
    add(two, '#share/g/a');
    one.ready = false;
    expect([1, 2, 3].flatMap(() => router.select(at('a'), false))).toEqual([two, two, two]);
    two.ready = false;
    expect(router.select(at('a'), false)).toHaveLength(1);
  });

  it('gives a deliver-to-one message to one of the best priority and to all that asked for all', () => {
    const { router, add, at } = setUp();
    const [one, two, low, all] = [
      new FakeSubscriber(1),
      new FakeSubscriber(2),
      new FakeSubscriber(3, 4),
      new FakeSubscriber(4),
    ];
    for (const who of [one, two, low]) add(who, 'a');
    add(all, 'a', true);
    const rounds = [1, 2, 3, 4].map(() => router.select(at('a'), true));
    expect(rounds.every((round) => round.includes(all) && round.length === 2 && !round.includes(low))).toBe(true);
    expect(rounds.flat().filter((who) => who === one)).toHaveLength(2);
    expect(router.select(at('a'), false)).toHaveLength(4);
  });

  it('bounds the cache of topics', () => {
    const { router, add, at } = setUp();
    add(new FakeSubscriber(1), '>');
    for (let index = 0; index < 1000; index += 1) at(`t/${index}`);
    expect(router.stats().cachedRoutes).toBeLessThanOrEqual(100);
  });
});
