import { describe, expect, it } from '@jest/globals';
import { brokerAccess, brokerQueues, CONNECTED_PARTS } from './access.js';
import { CONNECTIONS, type Connection } from './connections.js';

const REPLIES = ['#P2P/v:*/>', '_reply/>'];

describe('access lists of a broker', () => {
  it.each(CONNECTED_PARTS)('give %s what it is listed for', (part) => {
    const { owns, serves, listens, publishes, requests }: Connection = CONNECTIONS[part];
    const { publish, subscribe } = brokerAccess(part);
    expect(publish).toEqual(expect.arrayContaining([...publishes, ...requests]));
    expect(subscribe).toEqual(expect.arrayContaining([...owns, ...serves, ...listens]));
    for (const list of [publish, subscribe]) expect(new Set(list).size).toBe(list.length);
  });

  it.each(CONNECTED_PARTS)('let %s answer, but read no answers of others and write into no queue of others', (part) => {
    const { publish, subscribe, queues } = brokerAccess(part);
    expect(publish).toEqual(expect.arrayContaining(REPLIES));
    expect(subscribe.filter((topic) => /^[#_]/.test(topic))).toEqual([`#P2P/v:*/*/${part}-*/>`]);
    expect(publish.filter((topic) => topic.startsWith('#P2P/') && !REPLIES.includes(topic))).toEqual(
      queues.map((queue) => `#P2P/QUE/${queue}`),
    );
  });

  it('let send and receive guaranteed only who has something to', () => {
    const those = (pick: 'sendsGuaranteed' | 'receivesGuaranteed'): string[] =>
      CONNECTED_PARTS.filter((part) => brokerAccess(part)[pick]);
    expect(those('sendsGuaranteed')).toEqual(['oms', 'strategy-host', 'gateway']);
    expect(those('receivesGuaranteed')).toEqual(['oms', 'strategy-host', 'gateway']);
  });

  it('give each queue to its one consumer, with a queue for what is of no use', () => {
    const queues = brokerQueues({ host: 'a/b', gateway: 'g' });
    expect(queues.map(({ name, owner }) => [name, owner])).toEqual([
      ['q/oms/orders/0', 'oms'],
      ['q/oms/orders/0/dead', 'oms'],
      ['q/host/a%2Fb/events', 'strategy-host'],
      ['q/host/a%2Fb/events/dead', 'strategy-host'],
      ['q/gateway/g/events', 'gateway'],
      ['q/gateway/g/events/dead', 'gateway'],
    ]);
    expect(queues[1]).toMatchObject({ topics: [], respectTtl: false, refuseWhenFull: true });
  });
});
