import { afterEach, describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import type { QueueDefinition } from '../queue/queue-definition.js';
import { MemorySpool } from './memory-spool.js';
import type { MessageRecord, Spool, SpoolChange } from './spool.js';
import { SqliteSpool } from './sqlite-spool.js';

const definition: QueueDefinition = {
  vpn: 'default',
  name: 'q/ä',
  durable: true,
  access: 'exclusive',
  owner: 'me',
  othersPermission: 'consume',
  quotaBytes: 1000,
  maxMessageBytes: 100,
  respectTtl: true,
  maxRedelivery: 3,
  notifySender: true,
  deadMessageQueue: '#DEAD_MSG_QUEUE',
};

const message = (id: number, queueId = 1, more: Partial<MessageRecord> = {}): MessageRecord => ({
  id,
  queueId,
  frame: Buffer.from(`frame ${id}`),
  expiresAt: 0,
  deadMessageEligible: false,
  deliveries: 0,
  deadReason: '',
  ...more,
});

const stored = (id: number, queueId?: number, more?: Partial<MessageRecord>): SpoolChange => ({
  kind: 'message',
  message: message(id, queueId, more),
});

const queue = (queueId: number): SpoolChange => ({ kind: 'queue', queue: { queueId, definition } });

/** Each makes a spool, and opens the same content again. */
const implementations: Record<string, () => { spool: Spool; again: (spool: Spool) => Spool }> = {
  memory: () => ({ spool: new MemorySpool(), again: (spool) => spool }),
  sqlite: () => {
    const directory = tempDir('spool');
    return { spool: new SqliteSpool(directory), again: () => new SqliteSpool(directory) };
  },
};

describe.each(Object.entries(implementations))('%s spool', (_name, make) => {
  const open: Spool[] = [];
  afterEach(() => {
    for (const spool of open.splice(0)) spool.close();
  });

  /** Commits, closes, and tells what is there after opening again. */
  function after(...batches: SpoolChange[][]) {
    const { spool, again } = make();
    spool.load();
    for (const changes of batches) spool.commit(changes);
    spool.close();
    const reopened = again(spool);
    open.push(reopened);
    return { contents: reopened.load(), spool: reopened };
  }

  it('is empty at first', () => {
    const { contents } = after();
    expect(contents).toEqual({ queues: [], topics: [], messages: [], marks: new Map(), publishers: [], lastId: 0 });
  });

  it('keeps queues with their topics, until they go with all that is theirs', () => {
    const { contents, spool } = after(
      [
        queue(1),
        queue(2),
        { kind: 'topic', queueId: 1, topic: 'a/>' },
        { kind: 'topic', queueId: 1, topic: 'b\u00e4' },
      ],
      [stored(10), stored(20, 2), { kind: 'topicGone', queueId: 1, topic: 'a/>' }, { kind: 'queueGone', queueId: 2 }],
    );
    expect(contents.queues).toEqual([{ queueId: 1, definition }]);
    expect(contents.topics).toEqual([{ queueId: 1, topic: 'b\u00e4' }]);
    expect(contents.messages.map(({ id }) => id)).toEqual([10]);
    expect(spool.read(20)).toBeNull();
  });

  it('keeps messages by id, with all that belongs to them', () => {
    const more = {
      expiresAt: 1_800_000_000_000,
      deadMessageEligible: true,
      deliveries: 2,
      deadReason: 'rejected in q',
    };
    const { contents, spool } = after([queue(1), stored(2 ** 52, 1, more), stored(7)], [stored(5)]);
    expect(contents.messages.map(({ id }) => id)).toEqual([5, 7, 2 ** 52]);
    expect(contents.messages[2]).toEqual({ id: 2 ** 52, queueId: 1, bytes: 22, ...more });
    expect(spool.read(7)?.toString()).toBe('frame 7');
    expect(spool.read(8)).toBeNull();
    expect(spool.sizeBytes()).toBeGreaterThan(0);
  });

  it('renames, counts and forgets messages', () => {
    const { contents, spool } = after(
      [queue(1), stored(1), stored(2), stored(3)],
      [
        { kind: 'renamed', id: 1, newId: 9, deliveries: 4 },
        { kind: 'returned', id: 2, deliveries: 1 },
        { kind: 'messageGone', id: 3 },
        { kind: 'messageGone', id: 99 },
      ],
    );
    expect(contents.messages.map(({ id, deliveries }) => [id, deliveries])).toEqual([
      [2, 1],
      [9, 4],
    ]);
    expect(spool.read(9)?.toString()).toBe('frame 1');
    expect(spool.read(1)).toBeNull();
  });

  it('keeps marks, ids and the last number of each publisher', () => {
    const publisher = (name: string, lastId: number): SpoolChange => ({
      kind: 'publisher',
      publisher: { name, owner: 'default/me', lastId, usedAt: lastId },
    });
    const { contents } = after(
      [queue(1), { kind: 'mark', queueId: 1, id: 70 }, publisher('a', 1), publisher('b', 1)],
      [publisher('a', 2), publisher('a', 3), { kind: 'lastId', id: 500 }, { kind: 'publisherGone', name: 'b' }],
    );
    expect(contents.marks).toEqual(new Map([[1, 70]]));
    expect(contents.publishers).toEqual([{ name: 'a', owner: 'default/me', lastId: 3, usedAt: 3 }]);
    expect(contents.lastId).toBe(500);
  });
});

describe('the spool on disk', () => {
  it('is one broker’s alone', () => {
    const directory = tempDir('spool');
    const first = new SqliteSpool(directory);
    first.load();
    expect(() => new SqliteSpool(directory).load()).toThrow(expect.objectContaining({ code: 'SPOOL_LOCKED' }));
    first.close();
    const second = new SqliteSpool(directory);
    expect(second.load().queues).toEqual([]);
    second.close();
  });

  it('stores all of a commit or nothing', () => {
    const spool = new SqliteSpool(tempDir('spool'));
    spool.load();
    spool.commit([queue(1), stored(1)]);
    expect(() => spool.commit([stored(2), stored(1)])).toThrow(/UNIQUE/);
    expect(spool.read(2)).toBeNull();
    spool.commit([stored(2)]);
    expect(spool.read(2)?.toString()).toBe('frame 2');
    spool.close();
  });

  it('says what is wrong with its place', () => {
    expect(() => new SqliteSpool('/dev/null/x').load()).toThrow(expect.objectContaining({ code: 'SPOOL_FAILED' }));
  });
});
