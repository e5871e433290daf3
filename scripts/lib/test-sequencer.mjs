import { join, sep } from 'node:path';
import Sequencer from '@jest/test-sequencer';
import { root } from './paths.mjs';

const processes = join(root, 'test') + sep;
const contract = `${sep}contract.spec.ts`;

/** Place of a spec: those that start processes, those that wait for what they do to a stand-in of a venue, the others. */
function rank({ path }) {
  if (path.startsWith(processes)) return 0;
  return path.endsWith(contract) || path.endsWith('.e2e.spec.ts') ? 1 : 2;
}

/**
 * What takes long first. Without the times of an earlier run Jest goes by the size of the files, and a spec of a few lines
 * that takes a minute and a half would begin when all others are done, with nothing for the other worker to do.
 */
export default class LongFirst extends Sequencer {
  async sort(tests) {
    return (await super.sort(tests)).sort((a, b) => rank(a) - rank(b));
  }
}
