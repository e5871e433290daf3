// `npm run bench -- NAME [--json] [--quick]`: table on stderr, one JSON object as the last line of stdout. NAME may be `all`.
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { fail, say } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { prepared } from './lib/prepare.mjs';
import { capture } from './lib/run.mjs';

const limitMs = { full: 240_000, quick: 60_000 };

function benchNames() {
  return readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.slice(0, -'.bench.ts'.length))
    .sort();
}

/** Peers live in bench/node_modules; the built benches look for packages from dist/bench upwards. */
async function installPeers() {
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'bench', 'package.json'), 'utf8'));
  if (Object.keys(dependencies).length === 0) return;
  await ensureInstalled(join(root, 'bench'));
  const link = join(root, 'dist', 'bench', 'node_modules');
  rmSync(link, { force: true });
  symlinkSync(join(root, 'bench', 'node_modules'), link, 'junction');
}

/** Resolves to the report, or undefined (said on stderr) when the bench failed or took too long. */
async function runOne(node, name, flags) {
  const program = join(root, 'dist', 'bench', 'harness', 'run-bench.js');
  const timeoutMs = flags.includes('--quick') ? limitMs.quick : limitMs.full;
  const { code, stdout } = await capture(node, ['--expose-gc', program, name, ...flags], { timeoutMs });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (code === 0 && last.startsWith('{')) return JSON.parse(last);
  say(`bench ${name} failed (code ${code})`);
  return undefined;
}

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const [name] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const names = benchNames();
if (name === undefined || (name !== 'all' && !names.includes(name))) {
  fail(`Usage: npm run bench -- NAME [--json] [--quick]; NAME is all or one of: ${names.join(', ')}`);
}
const node = await prepared();
if (existsSync(join(root, 'bench', 'package.json'))) await installPeers();
if (name === 'all') {
  const results = [];
  for (const each of names) results.push([each, await runOne(node, each, flags)]);
  const failed = results.filter(([, report]) => !report).map(([each]) => each);
  console.log(JSON.stringify({ bench: 'all', results: results.map(([, report]) => report).filter(Boolean), failed }));
  process.exitCode = failed.length === 0 ? 0 : 1;
} else {
  const report = await runOne(node, name, flags);
  if (report) console.log(JSON.stringify(report));
  process.exitCode = report ? 0 : 1;
}
