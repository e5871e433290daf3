import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { instrumentToShape, liveTopic } from '@bourseworks/dto/shapes';
import { RecordedStream } from '@bourseworks/recording';
import { eventually, tempDir, VirtualClock } from '@bourseworks/testkit';
import { instrument } from '../../test/fake-adapter.js';
import { RecordedPoints } from './recorded-points.js';
import type { FromRecorder } from './recorder-protocol.js';
import { Recordings } from './recordings.js';

const encode = (value: object) => new TextEncoder().encode(JSON.stringify(value));
const START_US = 1_700_000_000_000_000;

function open(root: string, kind: 'trade' | 'book' | 'quote', maxBytes = 1_073_741_824) {
  const clock = new VirtualClock();
  const told: FromRecorder[] = [];
  const store = { read: () => Promise.resolve(true), write: () => Promise.resolve(true) };
  const points = new RecordedPoints(store, clock, () => undefined);
  const recordings = new Recordings({ root, maxBytes }, clock, points, (message) => told.push(message));
  const topic = liveTopic(kind, instrument.venue, instrument.symbol);
  recordings.open({ stream: 1, adapter: 'fake', topic, kind, instrument: instrumentToShape(instrument) });
  const batch = (seq0: number, text = '') => {
    const time = `${START_US + seq0}000`;
    const item = { time, bid: 1, bidSize: 1, ask: 2, askSize: 1, conditions: text === '' ? undefined : [text] };
    const change = { type: 'delta', time, venueSequence: seq0, bids: [[1, seq0]], asks: [] };
    const items = [kind === 'book' ? change : item];
    recordings.batch({ type: 'batch', stream: 1, epoch: 1, seq0, count: 1, bytes: encode({ epoch: 1, seq0, items }) });
  };
  const sum = (what: 'items' | 'lost'): number =>
    told.reduce((total, message) => total + (message.type === 'tally' ? message[what] : 0), 0);
  const told_ = (type: FromRecorder['type']): number => told.filter((message) => message.type === type).length;
  return { clock, told, recordings, batch, sum, count: told_ };
}

async function recorded(root: string): Promise<number[]> {
  const sequences: number[] = [];
  for (const stream of await RecordedStream.all(root))
    for await (const events of stream.events(stream.instrument, 0))
      for (const event of events) if ('us' in event) sequences.push(event.us - START_US);
  return sequences;
}

describe('recordings', () => {
  it('hold what came, and count it', async () => {
    const root = tempDir('recordings');
    const { recordings, batch, sum } = open(root, 'quote');
    for (let seq0 = 1; seq0 <= 5; seq0++) batch(seq0);
    await recordings.finish();
    expect(await recorded(root)).toEqual([1, 2, 3, 4, 5]);
    expect([sum('items'), sum('lost')]).toEqual([5, 0]);
  });

  it('of a book ask for a snapshot when a segment begins and behind a hole, one at a time', async () => {
    const root = tempDir('recordings');
    const { recordings, batch, count } = open(root, 'book');
    batch(1);
    batch(2);
    recordings.hole(1);
    expect(count('book-wanted')).toBe(1);
    const time = `${START_US + 1}000`;
    const book = { type: 'snapshot', time, venueSequence: 1, bids: [[1, 1]], asks: [] };
    const bytes = encode({ received: `${START_US + 9}000`, epoch: 1, sequence: 1, book });
    recordings.book({ type: 'book', stream: 1, epoch: 1, sequence: 1, bytes });
    recordings.hole(1);
    expect(count('book-wanted')).toBe(2);
    await recordings.finish();
    expect(await recorded(root)).toEqual([1, 2]);
  });

  it('stop when the disk refuses, and begin again after a minute', async () => {
    const parent = tempDir('recordings');
    const root = join(parent, 'in-the-way');
    writeFileSync(root, '');
    const { clock, told, recordings, batch, sum, count } = open(root, 'quote');
    batch(1);
    clock.advance(1_000_000);
    await eventually(() => count('state') === 1);
    expect(told.find(({ type }) => type === 'state')).toMatchObject({ reason: expect.any(String) });
    batch(2);
    rmSync(root);
    mkdirSync(root);
    clock.advance(30_000_000);
    batch(3);
    clock.advance(30_000_001);
    batch(4);
    await recordings.finish();
    expect(told.filter(({ type }) => type === 'state').at(-1)).toEqual({ type: 'state' });
    expect(await recorded(root)).toEqual([4]);
    expect(sum('lost')).toBe(2);
  });

  it('remove the oldest segments beyond the bound', async () => {
    const root = tempDir('recordings');
    const { clock, recordings, batch, told } = open(root, 'quote', 1);
    const hour = 3_600_000_000;
    for (let seq0 = 1; seq0 <= 3; seq0++) {
      batch(seq0);
      clock.advance(hour);
    }
    await eventually(() => {
      clock.advance(60_000_000);
      return readdirSync(join(root, instrument.venue, instrument.symbol, 'quote')).length === 1;
    });
    await recordings.finish();
    expect(told.some((message) => message.type === 'tally' && message.bytes > 0)).toBe(true);
  });
});
