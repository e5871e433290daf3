import { parentPort, workerData } from 'node:worker_threads';
import { decodeBatch } from './batch-codec.js';
import type { FromWriter, ToWriter, WriterData } from './protocol.js';
import { SqliteWriter } from './writer.js';

const writer = new SqliteWriter((workerData as WriterData).directory);

/** A failure is the other thread's to deal with: it keeps the changes and sends them again. */
function commit(batch: ArrayBuffer): FromWriter {
  try {
    writer.commit(decodeBatch(batch));
    return { stored: true };
  } catch (error) {
    return { stored: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.on('message', (message: ToWriter) => {
  if (message !== 'close') {
    parentPort!.postMessage(commit(message));
    return;
  }
  writer.close();
  parentPort!.close();
});
