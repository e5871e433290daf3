import { runSequences, type SequenceFigures } from '../../libs/portfolio/src/testing/random-sequence.js';

/** `n` random sequences of fills, lots, cash events and splits against a naive recomputation. */
function run(options: { n: number; seed: number; say: (text: string) => void }): Promise<SequenceFigures> {
  const { n, seed, say } = options;
  return Promise.resolve(runSequences(n, seed, say));
}

export const soak = { n: 100_000, seed: 1, run };
