// `npm test [-- path...]`: static checks, build, every spec. The last line is always `N passed, N failed`.
import { existsSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { checks } from './lib/checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { say } from './lib/log.mjs';
import { node24 } from './lib/node24.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { specsFolder } from './lib/specs-folder.mjs';

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

let told = false;
function tell({ passed, failed }) {
  told = true;
  // Written at once: on a pipe of Windows the end of the process would overtake console.log.
  writeSync(1, `${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
// Whatever ends the run before its end (an installation that fails, a Node that is too old, a program that cannot be
// started), the last line says that it was no success.
process.on('exit', () => {
  if (!told) tell({ passed: 0, failed: 1 });
});

const { dependencies, format, ...typed } = checks;
/** Side by side, each step after the one before it: the checks of the second lane want one core and little memory. */
const lanes = [
  { ...typed, build: (node) => ensureBuilt(node) },
  { dependencies, format },
];

/** Resolves to the name of a step that failed, or undefined. A lane ends with its first that fails. */
async function staticSteps(node) {
  const failed = await Promise.all(lanes.map((steps) => lane(node, steps)));
  return failed.find((name) => name !== undefined);
}

async function lane(node, steps) {
  for (const [name, step] of Object.entries(steps)) {
    const startedAt = performance.now();
    const code = await step(node);
    say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds(startedAt)})`);
    if (code !== 0) return name;
  }
  return undefined;
}

function counted(file) {
  if (!existsSync(file)) return undefined;
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // Jest was ended while it wrote
  }
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = report;
  // A suite that could not even be loaded has no failed test to count: it counts as one.
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests };
}

async function jest(node, args) {
  const folder = specsFolder();
  const report = join(folder, 'report.json');
  const program = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  // What Jest compiled, and how long each spec took, is for the runs to come.
  const cache = `--cacheDirectory=${join(tmpdir(), 'bourseworks-jest')}`;
  // Takes every word that follows up to the next option: never the last before the paths.
  const reporter = `--reporters=${join(root, 'scripts', 'lib', 'suite-times-reporter.mjs')}`;
  try {
    const code = await run(node, [...flags, program, reporter, cache, '--json', `--outputFile=${report}`, ...args], {
      stdio: ['inherit', 2, 2],
      // Of the CPU time that a platform takes to start, a quarter compiles what the start before it has compiled.
      env: { NODE_COMPILE_CACHE: join(folder, 'compiled'), TMPDIR: folder },
    });
    const counts = counted(report) ?? { passed: 0, failed: 1, skipped: 0 };
    // Jest fails without a failed test, e.g. when a path matches nothing.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await ensureInstalled();
const node = node24();
const failedStep = await staticSteps(node);
const counts = failedStep ? { passed: 0, failed: 1, skipped: 0 } : await jest(node, process.argv.slice(2));
if (failedStep) console.log(`stopped at the failed step "${failedStep}": no test was run`);
if (counts.skipped > 0) console.log(`${counts.skipped} skipped (their names say why)`);
tell(counts);
