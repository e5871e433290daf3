import { crossingLives } from '../../libs/order-engine/test/crossing-life.js';

const STEPS = 60;
const BATCH = 5_000;

/** Random lives of an engine with self-trade prevention and internal crossing before a venue that matches what it gets. */
export const soak = {
  n: 100_000,
  seed: 1,
  run({ n, seed, say }: { n: number; seed: number; say: (line: string) => void }) {
    const figures: Record<string, number> = {};
    for (let done = 0; done < n; done += BATCH) {
      const part = crossingLives(Math.min(BATCH, n - done), seed + done, STEPS);
      for (const [name, count] of Object.entries(part)) figures[name] = (figures[name] ?? 0) + count;
      say(`${Math.min(n, done + BATCH)} lives`);
    }
    return figures;
  },
};
