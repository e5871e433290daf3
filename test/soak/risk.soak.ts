import { RiskLife } from '../../libs/order-engine/test/risk/sequences.js';

const PROGRESS = 1_000;

/** Random orders, fills, cancels and replaces: no limit is passed, no reservation leaks, replays agree. */
function run({ n, seed, say }: { n: number; seed: number; say: (text: string) => void }) {
  let [accepted, denied] = [0, 0];
  for (let done = 0; done < n; done++) {
    const life = new RiskLife(seed + done);
    try {
      life.run();
    } catch (error) {
      throw new Error(`seed ${seed + done}: ${(error as Error).message}`, { cause: error });
    }
    accepted += life.accepted;
    denied += life.denied;
    if ((done + 1) % PROGRESS === 0) say(`${done + 1} of ${n}`);
  }
  return { accepted, denied };
}

export const soak = { n: 100_000, seed: 1, run };
