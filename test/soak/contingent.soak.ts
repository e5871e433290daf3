import { contingentLives } from '../../libs/order-engine/test/contingent-life.js';

const STEPS = 80;
const BATCH = 500;

/** Random lives of an engine that keeps lists of orders, before a venue behind a bad line, with crashes and busts. */
export const soak = {
  n: 20_000,
  seed: 1,
  run({ n, seed, say }: { n: number; seed: number; say: (line: string) => void }) {
    const figures: Record<string, number> = {};
    for (let done = 0; done < n; done += BATCH) {
      const part = contingentLives(Math.min(BATCH, n - done), seed + done, STEPS);
      for (const [name, count] of Object.entries(part)) figures[name] = (figures[name] ?? 0) + count;
      say(`${Math.min(n, done + BATCH)} lives`);
    }
    return figures;
  },
};
