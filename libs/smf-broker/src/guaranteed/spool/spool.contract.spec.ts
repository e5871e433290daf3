import { afterEach, describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import type { QueueDefinition } from '../queue/queue-definition.js';
import { MemorySpool } from './memory-spool.js';
import type { MessageRecord, Spool, SpoolChange } from './spool.js';
import { diskSpool } from '../../testing/disk-spool.js';

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
    return { spool: diskSpool(directory), again: () => diskSpool(directory) };
  },
};

describe.each(Object.entries(implementations))('%s spool', (_name, make) => {
  const open: Spool[] = [];
  afterEach(async () => {
    for (const spool of open.splice(0)) await spool.close();
  });

  /** Commits, closes, and tells what is there after opening again. */
  async function after(...batches: SpoolChange[][]) {
    const { spool, again } = make();
    spool.load();
    for (const changes of batches) await spool.commit(changes);
    await spool.close();
    const reopened = again(spool);
    open.push(reopened);
    return { contents: reopened.load(), spool: reopened };
  }

  it('is empty at first', async () => {
    const { contents } = await after();
    expect(contents).toEqual({ queues: [], topics: [], messages: [], marks: new Map(), publishers: [], lastId: 0 });
  });

  it('keeps queues with their topics, until they go with all that is theirs', async () => {
    const { contents, spool } = await after(
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

  it('keeps messages by id, with all that belongs to them', async () => {
    const more = {
      expiresAt: 1_800_000_000_000,
      deadMessageEligible: true,
      deliveries: 2,
      deadReason: 'rejected in q',
    };
    const { contents, spool } = await after([queue(1), stored(2 ** 52, 1, more), stored(7)], [stored(5)]);
    expect(contents.messages.map(({ id }) => id)).toEqual([5, 7, 2 ** 52]);
    expect(contents.messages[2]).toEqual({ id: 2 ** 52, queueId: 1, bytes: 22, ...more });
    expect(spool.read(7)?.toString()).toBe('frame 7');
    expect(spool.read(8)).toBeNull();
    expect(spool.sizeBytes()).toBeGreaterThan(0);
  });

  it('renames, counts and forgets messages', async () => {
    const { contents, spool } = await after(
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

  it('keeps marks, ids and the last number of each publisher', async () => {
    const publisher = (name: string, lastId: number): SpoolChange => ({
      kind: 'publisher',
      publisher: { name, owner: 'default/me', lastId, usedAt: lastId },
    });
    const { contents } = await after(
      [queue(1), { kind: 'mark', queueId: 1, id: 70 }, publisher('a', 1), publisher('b', 1)],
      [publisher('a', 2), publisher('a', 3), { kind: 'lastId', id: 500 }, { kind: 'publisherGone', name: 'b' }],
    );
    expect(contents.marks).toEqual(new Map([[1, 70]]));
    expect(contents.publishers).toEqual([{ name: 'a', owner: 'default/me', lastId: 3, usedAt: 3 }]);
    expect(contents.lastId).toBe(500);
  });
});

describe('the spool on disk', () => {
  it('is one broker’s alone', async () => {
    const directory = tempDir('spool');
    const first = diskSpool(directory);
    first.load();
    expect(() => diskSpool(directory).load()).toThrow(expect.objectContaining({ code: 'SPOOL_LOCKED' }));
    await first.close();
    const second = diskSpool(directory);
    expect(second.load().queues).toEqual([]);
    await second.close();
  });

  it('stores all of a commit or nothing', async () => {
    const spool = diskSpool(tempDir('spool'));
    spool.load();
    await spool.commit([queue(1), stored(1)]);
    await expect(spool.commit([stored(2), stored(1)])).rejects.toThrow(/UNIQUE/);
    expect(spool.read(2)).toBeNull();
    await spool.commit([stored(2)]);
    expect(spool.read(2)?.toString()).toBe('frame 2');
    await spool.close();
  });

  it('says what is wrong with its place', () => {
    expect(() => diskSpool('/dev/null/x').load()).toThrow(expect.objectContaining({ code: 'SPOOL_FAILED' }));
  });
});
