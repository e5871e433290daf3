import { parentPort, workerData } from 'node:worker_threads';
import { describeError, exportedFunction, importModule } from '@bourseworks/plugins';
import type { MarketDataVerdict } from './market-data-problem.js';

const { moduleUrl } = workerData as { readonly moduleUrl: string };

async function verdict(): Promise<MarketDataVerdict> {
  try {
    exportedFunction(await importModule(moduleUrl), moduleUrl, 'createMarketDataAdapter');
    return {};
  } catch (error) {
    return { problem: error instanceof Error ? error.message : describeError(error) };
  }
}

parentPort?.postMessage(await verdict());
