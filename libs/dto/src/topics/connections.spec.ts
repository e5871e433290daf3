import { describe, expect, it } from '@jest/globals';
import { TOPIC_CATALOGUE } from './catalogue.js';
import { CONNECTIONS, topicRights, type ConnectedPart, type Connection } from './connections.js';
import { QUEUES, queueName, queuePatterns, type QueueConnection, type QueueUse } from './queues.js';

const parts = Object.entries(CONNECTIONS) as [ConnectedPart, Connection][];
/** Topics of the catalogue as they are used, with their kind. */
const entries = TOPIC_CATALOGUE.flatMap(({ topics }) => topics).map(({ topic, kind }) => ({
  kind,
  topic: topic.replace(/[{}]/g, ''),
}));

const matches = (pattern: string, topic: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '[^/]+').replace('>', '.+')}$`).test(topic);
const those = (topic: string, pick: (connection: Connection) => readonly string[]): ConnectedPart[] =>
  parts.flatMap(([part, one]) => (pick(one).some((pattern) => matches(pattern, topic)) ? [part] : []));

describe('connections of the platform', () => {
  it('name topics of the catalogue only', () => {
    const known = (pattern: string): boolean => entries.some(({ topic }) => matches(pattern, topic));
    const all = parts.flatMap(([, { owns, serves, listens, publishes, requests }]) =>
      [owns, serves, listens, publishes, requests].flat(),
    );
    const queued = Object.values(QUEUES).flatMap(({ topics }): readonly string[] => topics);
    expect([...all, ...queued].filter((pattern) => !known(pattern))).toEqual([]);
  });

  it('send guaranteed what they send, and nothing else', () => {
    for (const [part, { guaranteed, publishes, requests }] of parts) {
      expect([part, guaranteed.filter((pattern) => ![...publishes, ...requests].includes(pattern))]).toEqual([
        part,
        [],
      ]);
    }
  });

  it.each(Object.entries(QUEUES) as [QueueUse, QueueConnection][])('give the queue %s one consumer', (use, queue) => {
    expect(parts.filter(([, { consumes }]) => consumes.includes(use))).toHaveLength(1);
    const senders = parts.flatMap(([, { guaranteed }]) => guaranteed);
    for (const pattern of queue.topics) {
      const example = pattern.replace('>', 'v1/x/y/z').replace('v1/v1', 'v1');
      expect(senders.some((sent) => matches(sent, example))).toBe(true);
    }
  });

  it('name queues of an instance as one level', () => {
    expect(queueName('hostEvents', 'host1')).toBe('q/host/host1/events');
    expect(queueName('orders', 'a/*$&')).toBe('q/oms/orders/a%2F%2A$&');
    expect(queuePatterns('orders')).toEqual(['q/oms/orders/*', 'q/oms/orders/*/dead']);
  });

  it.each(entries)('have somebody on each side of $topic ($kind)', ({ topic, kind }) => {
    if (kind === 'published') {
      expect(those(topic, ({ publishes }) => publishes)).not.toEqual([]);
      expect(those(topic, ({ listens }) => listens)).not.toEqual([]);
      return;
    }
    expect(those(topic, ({ owns, serves }) => [...owns, ...serves])).not.toEqual([]);
    // Methods of strategies are for programs of others, and some queries for people with a program.
    if (kind === 'request' && !topic.startsWith('strategy/'))
      expect(those(topic, ({ requests }) => requests)).not.toEqual([]);
  });

  it('give each request to one owner at most', () => {
    const owners = entries.map(({ topic }) => those(topic, ({ owns }) => owns).length);
    expect(Math.max(...owners)).toBe(1);
  });

  it('are the rights of a session: all that it sends, all that it reads', () => {
    const { publishes, requests } = CONNECTIONS['market-data'];
    expect(topicRights('market-data').publish).toEqual([...publishes, ...requests]);
    expect(topicRights('gateway').subscribe).toEqual([...CONNECTIONS.gateway.listens]);
    expect(topicRights('oms').queues).toEqual(queuePatterns('orders'));
  });
});
