import { fuzzRun, type FuzzFigures } from '../../libs/smf-broker/src/testing/fuzz-run.js';

/** Mutated frames through whole sessions of the development broker: no fault, bounded memory, offenders cut off. */
async function run(options: { n: number; seed: number; say: (text: string) => void }): Promise<FuzzFigures> {
  const figures = await fuzzRun({ frames: options.n, seed: options.seed, say: options.say });
  if ((figures.ended['HANDLER_FAULT'] ?? 0) > 0) throw new Error(`seed ${options.seed}: ${JSON.stringify(figures)}`);
  return figures;
}

export const soak = { n: 1_000_000, seed: 1, run };
