import type { DataStreamTimes } from '@bourseworks/adapters/binance';

/** Times for a stand-in on this machine. */
export const QUICK = {
  silenceMs: 1_000,
  pingMs: 250,
  answerMs: 500,
  backoff: { firstMs: 10, maxMs: 200 },
  openUs: 3_000_000,
  snapshotPauseUs: 100_000,
} as const satisfies Partial<DataStreamTimes>;
