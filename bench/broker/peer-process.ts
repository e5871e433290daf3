import type { BrokerOrder, BrokerReady } from './wire.js';

/** Read by a broker's process as it starts. */
export function orderOf(): BrokerOrder {
  return { directory: process.env['BENCH_DIRECTORY'] || null };
}

export function ready(facts: BrokerReady): void {
  process.send?.({ ready: facts });
}

export function failed(reason: string): void {
  process.send?.({ failed: reason }, () => process.exit(1));
}
