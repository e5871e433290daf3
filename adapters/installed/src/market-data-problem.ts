import { Worker } from 'node:worker_threads';
import type { MarketDataSide } from '@bourseworks/ports';

const TIMEOUT_MS = 15_000;

/** What the thread that tries it says. */
export interface MarketDataVerdict {
  readonly problem?: string;
}

/**
 * Tries what every data thread will do: a thread of its own, the configuration handed over, the module imported. Without
 * this a service would start, be ready, and fail at the first request. Resolves to the complaint, if there is one.
 */
export function marketDataProblem({ moduleUrl, config }: MarketDataSide): Promise<string | undefined> {
  return new Promise((resolve) => {
    let worker: Worker;
    try {
      worker = new Worker(new URL('./market-data-check.worker.js', import.meta.url), {
        workerData: { moduleUrl, config },
        name: 'adapter-check',
      });
    } catch (error) {
      resolve(`its config cannot be handed to a thread: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    const done = (problem: string | undefined): void => {
      clearTimeout(timer);
      resolve(problem);
      void worker.terminate();
    };
    const timer = setTimeout(() => done(`${moduleUrl} is not there after ${TIMEOUT_MS / 1_000} s`), TIMEOUT_MS);
    worker.once('message', ({ problem }: MarketDataVerdict) => done(problem));
    worker.once('error', (error: unknown) => done(error instanceof Error ? error.message : String(error)));
    worker.once('exit', (code) => done(`its thread ended with code ${code}`));
  });
}
