import { join, sep } from 'node:path';
import Sequencer from '@jest/test-sequencer';
import { root } from './paths.mjs';

const processes = join(root, 'test') + sep;
const rank = ({ path }) => (path.startsWith(processes) ? 0 : path.endsWith('.e2e.spec.ts') ? 1 : 2);

/**
 * What starts processes first. Without the times of an earlier run Jest goes by the size of the files, and a spec of a few
 * lines that takes a minute and a half would begin when all others are done, with nothing for the other worker to do.
 */
export default class LongFirst extends Sequencer {
  async sort(tests) {
    return (await super.sort(tests)).sort((a, b) => rank(a) - rank(b));
  }
}
