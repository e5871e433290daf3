// `npm run soak -- NAME [--n N] [--seed S] [--json]`: the full size of a long check. Without a name: what there is.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { fail, say } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { prepared } from './lib/prepare.mjs';
import { run } from './lib/run.mjs';

const suffix = '.soak.js';

function soakFiles() {
  const dist = join(root, 'dist');
  const files = existsSync(dist) ? readdirSync(dist, { recursive: true }) : [];
  return new Map(
    files.filter((file) => file.endsWith(suffix)).map((file) => [basename(file, suffix), join(dist, file)]),
  );
}

/** Under the pinned Node: a built file exports `soak = { n, seed?, run({ n, seed, say }) }`; run throws on a failure. */
async function runHere(file, name, { n, seed, json }) {
  const { soak } = await import(pathToFileURL(file).href);
  const size = { n: Number(n ?? soak.n), seed: Number(seed ?? soak.seed ?? 1) };
  if (!Number.isSafeInteger(size.n) || size.n < 1 || !Number.isSafeInteger(size.seed))
    fail('--n and --seed are integers');
  const startedAt = performance.now();
  const figures = await soak.run({ ...size, say: json ? () => {} : say });
  console.log(JSON.stringify({ soak: name, ...size, seconds: (performance.now() - startedAt) / 1000, figures }));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { n: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' }, here: { type: 'boolean' } },
});
const node = values.here ? undefined : await prepared();
const files = soakFiles();
const names = [...files.keys()].sort((a, b) => a.localeCompare(b));
const [name] = positionals;
const file = files.get(name);
if (!file) {
  const list = names.join(', ') || 'none yet';
  if (name !== undefined) fail(`There is no soak ${name}. There are: ${list}`);
  console.log(`Usage: npm run soak -- NAME [--n N] [--seed S] [--json]. There are: ${list}`);
} else if (values.here) {
  await runHere(file, name, values);
} else {
  process.exitCode = await run(node, [
    '--expose-gc',
    join(root, 'scripts', 'soak.mjs'),
    ...process.argv.slice(2),
    '--here',
  ]);
}
