import { killRun, type KillRunFigures } from '../../libs/smf-broker/src/testing/kill-run.js';

const MESSAGES = 100_000;
const PUBLISHERS = 2;

/** kill -9 of the development broker `n` times under guaranteed traffic: nothing lost, copies marked, order kept. */
function run(options: { n: number; seed: number; say: (text: string) => void }): Promise<KillRunFigures> {
  const { n, seed, say } = options;
  return killRun({ kills: n, messages: MESSAGES / PUBLISHERS, seed, say });
}

export const soak = { n: 200, seed: 1, run };
