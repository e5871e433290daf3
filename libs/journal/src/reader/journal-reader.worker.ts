import { parentPort, workerData } from 'node:worker_threads';
import { JournalError } from '../journal-error.js';
import type { JournalRecord } from '../record.js';
import { JournalStore } from '../store/journal-store.js';
import type { ReadReply, ReadRequest } from './protocol.js';

const directory = (workerData as { directory: string }).directory;

function read(request: ReadRequest): ReadReply {
  // A connection for each request: a long-lived reader would hold the write-ahead log open and let it grow.
  const store = new JournalStore(directory, { readOnly: true });
  try {
    const records: JournalRecord[] = [];
    for (const record of store.records(request.afterSequence)) {
      if (record.sequence > request.throughSequence || records.length >= request.limit) break;
      records.push({ ...record, payload: record.payload.slice() });
    }
    return { id: request.id, records };
  } catch (error) {
    const code = error instanceof JournalError && error.code === 'JOURNAL_CORRUPT' ? error.code : 'JOURNAL_WRITE';
    return { id: request.id, code, message: (error as Error).message };
  } finally {
    store.close();
  }
}

parentPort?.on('message', (request: ReadRequest) => parentPort?.postMessage(read(request)));
