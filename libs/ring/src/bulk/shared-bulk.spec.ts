import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ByteRing } from '../byte-ring/byte-ring.js';
import { RingReader } from '../byte-ring/ring-reader.js';
import { RingWriter } from '../byte-ring/ring-writer.js';
import { BoundedLane } from '../lanes/bounded-lane.js';
import type { BulkDescriptor } from '../layouts/bulk.js';
import { bulkLayout } from '../layouts/bulk.js';
import { BulkReceiver, BulkSender, createBulkControl } from './shared-bulk.js';

const channels: MessageChannel[] = [];
afterEach(() => channels.splice(0).forEach(({ port1 }) => port1.close()));

function setup(maxRecords: number, maxInFlight: number) {
  const channel = new MessageChannel();
  channels.push(channel);
  const shared = ByteRing.create(128);
  const control = createBulkControl();
  const lane = new BoundedLane({ writer: new RingWriter(shared), maxRecords });
  const sender = new BulkSender({ control, port: channel.port1, lane, maxInFlight });
  return { sender, lane, reader: new RingReader(shared), receiver: new BulkReceiver(control, channel.port2) };
}

function bytes(length: number, value: number): SharedArrayBuffer {
  const shared = new SharedArrayBuffer(length);
  new Uint8Array(shared).fill(value);
  return shared;
}

function descriptors(reader: RingReader): BulkDescriptor[] {
  const found: BulkDescriptor[] = [];
  reader.drain(10, (_type, _seq, memory, at) => found.push(bulkLayout.decode(memory, at, bulkLayout.blank())));
  return found;
}

describe('SharedBulk', () => {
  it('gives the buffer to whoever meets its descriptor, in one turn', () => {
    const { sender, reader, receiver } = setup(10, 1_000);
    expect(sender.send(1, bytes(100, 7), { kind: 3, count: 2, correlation: 55 })).toBe('written');
    expect(sender.send(2, bytes(50, 8), { kind: 3, count: 1, correlation: 56 })).toBe('written');
    expect(sender.inFlight).toBe(150);
    const found = descriptors(reader);
    expect(found[0]).toEqual({ id: 1, length: 100, kind: 3, count: 2, correlation: 55 });
    const taken = found.map((descriptor) => new Uint8Array(receiver.take(descriptor)));
    expect(taken.map((view) => [view.length, view[0], view.at(-1)])).toEqual([
      [100, 7, 7],
      [50, 8, 8],
    ]);
    expect(sender.inFlight).toBe(0);
  });

  it('answers busy past its bound until buffers are taken', () => {
    const { sender, reader, receiver } = setup(10, 120);
    const about = { kind: 1, count: 1, correlation: 0 };
    expect(sender.send(1, bytes(100, 1), about)).toBe('written');
    expect(sender.send(2, bytes(21, 1), about)).toBe('busy');
    for (const descriptor of descriptors(reader)) receiver.take(descriptor);
    expect(sender.send(2, bytes(21, 1), about)).toBe('written');
  });

  it('drops a buffer whose descriptor the lane refused', () => {
    const { sender, reader, receiver } = setup(1, 10_000);
    const about = { kind: 1, count: 1, correlation: 0 };
    const results = [1, 2, 3, 4].map((seq) => sender.send(seq, bytes(10 * seq, seq), about));
    expect(results).toEqual(['written', 'written', 'overflowed', 'refused']);
    const first = descriptors(reader);
    // Writing the next one flushes the one that was held.
    expect(sender.send(5, bytes(50, 5), about)).toBe('written');
    const taken = [...first, ...descriptors(reader)].map((descriptor) => receiver.take(descriptor).byteLength);
    expect(taken).toEqual([10, 20, 30, 50]);
    expect(sender.inFlight).toBe(0);
  });

  it('refuses a descriptor whose buffer is gone', () => {
    const { sender, reader, receiver } = setup(10, 1_000);
    sender.send(1, bytes(8, 1), { kind: 1, count: 1, correlation: 0 });
    const [descriptor] = descriptors(reader);
    receiver.take(descriptor);
    expect(() => receiver.take(descriptor)).toThrow('not on the port');
  });
});
