import { parentPort, workerData } from 'node:worker_threads';
import { refuse } from '@bourseworks/domain';
import { JournalReader } from '@bourseworks/journal';
import { decodeRecord, OrderEngine, type OrderEvent } from '@bourseworks/order-engine';
import { RiskEngine } from '@bourseworks/risk';
import type { ArchiveData, ArchiveReply, ArchiveRequest } from './event-archive.js';
import { orderEventShape } from './order-event-shape.js';

const data = workerData as ArchiveData;

/** Events are not stored but follow from the records: an engine of this thread's own lives through them again. */
function* history(throughSequence: number): Generator<OrderEvent> {
  const reader = new JournalReader(data.directory);
  const engine = new OrderEngine({
    environment: data.environment,
    accounts: data.accounts,
    risk: new RiskEngine(data.risk),
    routes: { find: () => refuse('ADAPTER_UNKNOWN', 'the archive routes nothing') },
    instruments: { find: () => undefined },
  });
  try {
    for (const record of reader.records(0, throughSequence)) {
      const decoded = decodeRecord(record.payload);
      const applied = decoded.ok ? engine.replay(decoded.value) : decoded;
      if (!applied.ok) throw new Error(`record ${record.sequence}: ${applied.refusal.message}`);
      if (applied.value !== undefined) yield applied.value;
    }
  } finally {
    reader.close();
  }
}

function find({ id, filter, executionsOnly, limit, throughSequence }: ArchiveRequest): ArchiveReply {
  const events: ReturnType<typeof orderEventShape>[] = [];
  for (const event of history(throughSequence)) {
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
