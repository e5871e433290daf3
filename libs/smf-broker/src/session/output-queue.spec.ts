import { describe, expect, it } from '@jest/globals';
import type { Link } from '../transport/link.js';
import { FlushScheduler } from './flush-scheduler.js';
import { OutputQueue } from './output-queue.js';

interface Setup {
  queue: OutputQueue;
  sent: Buffer[];
  /** Finishes the write under way. */
  finish: () => void;
  events: string[];
  tick: () => Promise<void>;
  push: (text: string, frames?: number) => boolean;
}

function setUp(soft = 100, hard = 200): Setup {
  const sent: Buffer[] = [];
  const events: string[] = [];
  let finish = (): void => undefined;
  const link: Link = {
    kind: 'tcp',
    remote: 'test',
    attach: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    close: () => undefined,
    send: (pieces, bytes, done) => {
      const whole = Buffer.concat(pieces);
      expect(whole).toHaveLength(bytes);
      sent.push(whole);
      finish = done;
    },
  };
  const queue = new OutputQueue(
    link,
    new FlushScheduler(),
    { outputSoftBytes: soft, outputHardBytes: hard, maxStallMs: 20 },
    {
      onDiscardStart: () => events.push('start'),
      onDiscardEnd: (frames) => events.push(`end ${frames}`),
      onOverflow: (waiting) => events.push(`overflow ${waiting}`),
    },
  );
  const push = (text: string, frames = 1): boolean => queue.pushDirect(Buffer.from(text), 0, text.length, frames);
  return {
    queue,
    sent,
    finish: () => finish(),
    events,
    push,
    tick: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

describe('OutputQueue', () => {
  it('writes everything of one turn at once and in order, small and large', async () => {
    const { queue, sent, tick } = setUp(100_000, 200_000);
    const large = Buffer.alloc(10_000, 'L');
    queue.pushDirect(Buffer.from('..one..'), 2, 5, 1);
    queue.pushDirect(large, 0, large.length, 1);
    queue.pushControl(Buffer.from('two'));
    await tick();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.toString()).toBe(`one${large.toString()}two`);
  });

  it('has one write under way and gathers the rest', async () => {
    const { sent, tick, push, finish, queue } = setUp();
    push('a');
    await tick();
    push('b');
    await tick();
    push('c');
    await tick();
    expect(sent.map(String)).toEqual(['a']);
    expect(queue.waitingBytes).toBe(3);
    finish();
    await tick();
    expect(sent.map(String)).toEqual(['a', 'bc']);
    finish();
    expect(queue.waitingBytes).toBe(0);
  });

  it('discards direct messages above the soft bound and marks the first one after the gap', async () => {
    const { queue, sent, tick, push, finish, events } = setUp(10);
    push('0123456789x');
    expect(push('lost', 3)).toBe(false);
    expect(push('lost', 1)).toBe(false);
    expect(events).toEqual(['start']);
    expect(queue.ready).toBe(false);
    await tick();
    finish();
    expect(push('\x03next')).toBe(true);
    expect(push('\x03more')).toBe(true);
    await tick();
    expect(sent[1]?.toString('latin1')).toBe('\x83next\x03more');
    expect(events).toEqual(['start', 'end 4']);
    expect(queue.discarded).toBe(4);
  });

  it('leaves the bytes it shares with others unmarked', async () => {
    const { queue, tick, push, finish } = setUp(1);
    push('xx');
    push('lost');
    await tick();
    finish();
    const shared = Buffer.from('\x03shared');
    queue.pushDirect(shared, 0, shared.length, 1);
    expect(shared[0]).toBe(3);
  });

  it('keeps replies above the soft bound and gives up above the hard one', () => {
    const { queue, push, events } = setUp(10, 20);
    push('0123456789x');
    queue.pushControl(Buffer.alloc(9));
    expect(events).toEqual([]);
    queue.pushControl(Buffer.alloc(1));
    expect(events).toEqual(['overflow 21']);
  });

  it('does not hold a chunk for a small part of it while the client is stuck', async () => {
    const { queue, sent, tick, push, finish } = setUp(100_000, 200_000);
    push('stuck');
    await tick();
    const chunk = Buffer.alloc(64 * 1024, 'x');
    queue.pushDirect(chunk, 0, 5000, 1);
    // Had the part been kept by reference, the change would show.
    chunk.fill('y');
    finish();
    await tick();
    expect(sent[1]?.toString()).toBe('x'.repeat(5000));
  });

  it('hands over what is left when it closes, and takes nothing more', async () => {
    const { queue, sent, tick, push } = setUp();
    push('last');
    queue.close();
    expect(push('late')).toBe(false);
    await tick();
    expect(sent.map(String)).toEqual(['last']);
  });

  it('is relieved once it has caught up', async () => {
    const { queue, tick, push, finish } = setUp(100);
    const relieved: string[] = [];
    push('x'.repeat(50));
    expect(queue.congested).toBe(false);
    push('x');
    expect(queue.congested).toBe(true);
    queue.whenRelieved(() => relieved.push('one'));
    await tick();
    push('y'.repeat(60));
    finish();
    expect(relieved).toEqual([]);
    finish();
    expect(relieved).toEqual(['one']);
    expect(queue.congested).toBe(false);
  });

  it('is waited for once in vain, and again only after it has caught up', async () => {
    const { queue, tick, push, finish } = setUp(100);
    push('x'.repeat(60));
    await tick();
    await new Promise<void>((resolve) => queue.whenRelieved(resolve));
    expect(queue.congested).toBe(false);
    finish();
    push('x'.repeat(60));
    expect(queue.congested).toBe(true);
  });

  it('relieves those who wait when it closes', () => {
    const { queue, push } = setUp(100);
    push('x'.repeat(60));
    let relieved = false;
    queue.whenRelieved(() => {
      relieved = true;
    });
    queue.close();
    expect([relieved, queue.congested]).toEqual([true, false]);
  });
});
