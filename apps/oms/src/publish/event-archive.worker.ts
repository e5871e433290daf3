import { parentPort, workerData } from 'node:worker_threads';
import { JournalReader } from '@bourseworks/journal';
import type { OrderEvent } from '@bourseworks/order-engine';
import { Replica, type ReplicaData } from '../journal/replica.js';
import type { ArchiveReply, ArchiveRequest } from './event-archive.js';
import { orderEventShape } from './order-event-shape.js';

const data = workerData as ReplicaData;

/** Events are not stored but follow from the records: an engine of this thread's own lives through them again. */
function* history(afterSequence: number, throughSequence: number): Generator<OrderEvent> {
  const reader = new JournalReader(data.directory);
  try {
    yield* Replica.restored(data, reader, afterSequence).replay(reader, throughSequence);
  } finally {
    reader.close();
  }
}

function find({ id, filter, executionsOnly, limit, throughSequence }: ArchiveRequest): ArchiveReply {
  const events: ReturnType<typeof orderEventShape>[] = [];
  for (const event of history(filter.afterSequence ?? 0, throughSequence)) {
    if (event.sequence <= (filter.afterSequence ?? 0)) continue;
    if (event.streamSequence <= (filter.afterStreamSequence ?? 0)) continue;
    if (filter.account !== undefined && filter.account !== event.account) continue;
    if (filter.strategy !== undefined && filter.strategy !== event.strategy) continue;
    if (filter.clOrdId !== undefined && filter.clOrdId !== event.clOrdId) continue;
    if (executionsOnly && !event.execType.startsWith('Trade')) continue;
    if (events.length === limit) return { id, events, more: true };
    events.push(orderEventShape(event));
  }
  return { id, events, more: false };
}

parentPort?.on('message', (request: ArchiveRequest) => {
  let reply: ArchiveReply;
  try {
    reply = find(request);
  } catch (error) {
    reply = { id: request.id, error: (error as Error).message };
  }
  parentPort?.postMessage(reply);
});
