import { parentPort, workerData } from 'node:worker_threads';
import type { KeptStoreOptions } from '../history/cache/kept-store.js';
import type { RecorderOptions } from '../recorder/recorder-protocol.js';
import { AdapterHost, type AdapterSource } from './adapter-host.js';

/** What every worker thread of this service is started with. */
export interface ThreadData {
  readonly adapters: readonly AdapterSource[];
  /** Where history is kept; absent = nowhere. */
  readonly cache?: KeptStoreOptions;
  /** Where recorded trades and bars are. */
  readonly recorded?: KeptStoreOptions;
  /** Where segments are written; of the recorder only. */
  readonly recorder?: RecorderOptions;
}

/** First message of a worker: it listens. */
export interface ThreadReady {
  readonly type: 'ready';
}

/** The worker's end: its adapters, and the port to the main thread. Throws outside of a worker thread. */
export function openThread<In, Out>(
  onMessage: (message: In, adapters: AdapterHost) => void,
): {
  readonly data: ThreadData;
  readonly adapters: AdapterHost;
  readonly post: (message: Out, transfer?: readonly ArrayBuffer[]) => void;
} {
  const port = parentPort;
  if (port === null) throw new Error('this module runs in a worker thread only');
  const data = workerData as ThreadData;
  const adapters = new AdapterHost(data.adapters);
  port.on('message', (message: In) => onMessage(message, adapters));
  port.postMessage({ type: 'ready' } satisfies ThreadReady);
  return { data, adapters, post: (message, transfer = []) => port.postMessage(message, transfer) };
}
