import { SystemClock } from '@bourseworks/ports';
import { defineBench } from './harness/bench.js';

const reads = 200_000;

function nanosecondsPerRead(read: () => number): number {
  let sum = 0;
  const startedAt = performance.now();
  for (let count = 0; count < reads; count++) sum += read();
  const elapsedMs = performance.now() - startedAt;
  // Uses the sum: a loop without an effect may be compiled away.
  if (!Number.isFinite(sum)) throw new Error('a clock gave no number');
  return (elapsedMs * 1e6) / reads;
}

/** What one look at the time costs: the reason why it is read once for each drain and not for each message. */
export const bench = defineBench({
  name: 'clock',
  goals: [],
  async measure({ rounds }) {
    const clock = new SystemClock();
    const found = await rounds({
      nowUs: () => nanosecondsPerRead(() => clock.nowUs()),
      monotonicUs: () => nanosecondsPerRead(() => clock.monotonicUs()),
      dateNow: () => nanosecondsPerRead(() => Date.now()),
    });
    return {
      values: {},
      figures: {
        nowNs: found.nowUs.median,
        monotonicNs: found.monotonicUs.median,
        dateNowNs: found.dateNow.median,
        spread: found,
      },
    };
  },
});
