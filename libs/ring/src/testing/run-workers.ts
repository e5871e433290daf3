import type { MessagePort } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';

/** A role of a scenario: its data, and the ports among that data. */
export interface WorkerRole {
  readonly data: object;
  readonly ports?: readonly MessagePort[];
}

/** What a role's worker posted last before it ended by itself. Rejects when it fails, ends without a word, or takes too long. */
function runOne(path: string, { data, ports }: WorkerRole, timeoutMs: number): Promise<unknown> {
  const worker = new Worker(path, { workerData: data, transferList: [...(ports ?? [])] });
  return new Promise((resolve, reject) => {
    let result: unknown;
    const timer = setTimeout(() => {
      reject(new Error(`worker did not end within ${timeoutMs} ms`));
      void worker.terminate();
    }, timeoutMs);
    worker.on('message', (message) => (result = message));
    worker.on('error', reject);
    worker.on('exit', (code) => {
      clearTimeout(timer);
      if (result === undefined) reject(new Error(`worker ended without a result, code ${code}`));
      else resolve(result);
    });
  });
}

/** Runs the built worker file `path` once for each role, all at the same time, and resolves to their results in order. */
export function runWorkers(path: string, roles: readonly WorkerRole[], timeoutMs = 12_000): Promise<unknown[]> {
  return Promise.all(roles.map((role) => runOne(path, role, timeoutMs)));
}
