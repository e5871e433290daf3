// Runs one bench in this process: node run-bench.js NAME [--quick] [--json]
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bench } from './bench.js';
import { readable, reportOf } from './report.js';
import { interleaved } from './rounds.js';

const [name = '', ...flags] = process.argv.slice(2);
const quick = flags.includes('--quick');
const say = (text: string): void => void process.stderr.write(`${text}\n`);

const file = join(import.meta.dirname, '..', `${name}.bench.js`);
const { bench } = (await import(pathToFileURL(file).href)) as { bench: Bench };
const measurement = await bench.measure({
  quick,
  say: flags.includes('--json') ? () => undefined : say,
  rounds: (contenders, options = {}) => interleaved(contenders, { rounds: quick ? 7 : 11, ...options }),
});
const report = reportOf(bench, measurement);
if (!flags.includes('--json')) say(readable(report));
process.stdout.write(`${JSON.stringify(report)}\n`, () => {
  // A bench that leaves a socket or a thread behind has still measured.
  process.exit(0);
});
