import type { DataStreamTimes } from '@bourseworks/adapters/binance';

/** Times for a stand-in on this machine. */
export const QUICK = {
  silenceMs: 600,
  pingMs: 200,
  answerMs: 500,
  backoff: { firstMs: 10, maxMs: 200 },
  snapshotPauseUs: 100_000,
} as const satisfies Partial<DataStreamTimes>;
