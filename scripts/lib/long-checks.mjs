// Long checks: `test/**/NAME.<kind>.ts`, run under the pinned Node from what was built.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { fail, say } from './log.mjs';
import { root } from './paths.mjs';
import { prepared } from './prepare.mjs';
import { run } from './run.mjs';

function filesOf(kind) {
  const suffix = `.${kind}.js`;
  const dist = join(root, 'dist');
  const files = existsSync(dist) ? readdirSync(dist, { recursive: true }) : [];
  return new Map(
    files.filter((file) => file.endsWith(suffix)).map((file) => [basename(file, suffix), join(dist, file)]),
  );
}

/** The built file exports, under the name of its kind, `{ n, seed?, run({ n, seed, say }) }`; run throws when it cannot go on. */
async function runHere(kind, flag, file, name, values) {
  const check = (await import(pathToFileURL(file).href))[kind];
  const size = { n: Number(values[flag] ?? check.n), seed: Number(values.seed ?? check.seed ?? 1) };
  if (!Number.isSafeInteger(size.n) || size.n < 1 || !Number.isSafeInteger(size.seed))
    fail(`--${flag} and --seed are integers`);
  const startedAt = performance.now();
  const figures = await check.run({ ...size, say: values.json ? () => {} : say });
  return { ...size, seconds: (performance.now() - startedAt) / 1000, figures };
}

function readArguments(options, usage) {
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    return fail(`${error.message}\n${usage}`);
  }
}

/**
 * `npm run <kind> -- NAME [--<flag> N] [--seed S] [--json]`; without a name: what there is. `print` gets the name, and what
 * the check came to.
 */
export async function longCheck(kind, flag, print) {
  const usage = `Usage: npm run ${kind} -- NAME [--${flag} N] [--seed S] [--json].`;
  const options = { [flag]: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' } };
  const switches = { help: { type: 'boolean', short: 'h' }, here: { type: 'boolean' } };
  const { values, positionals } = readArguments({ ...options, ...switches }, usage);
  const node = values.here ? undefined : await prepared();
  const files = filesOf(kind);
  const names = [...files.keys()].sort((a, b) => a.localeCompare(b));
  const [name] = positionals;
  const file = files.get(name);
  if (!file || values.help) {
    const list = names.join(', ') || 'none yet';
    if (!file && name !== undefined) fail(`There is no ${kind} ${name}. There are: ${list}`);
    console.log(`${usage} There are: ${list}`);
  } else if (values.here) {
    print(name, await runHere(kind, flag, file, name, values));
  } else {
    const script = join(root, 'scripts', `${kind}.mjs`);
    process.exitCode = await run(node, ['--expose-gc', script, ...process.argv.slice(2), '--here']);
  }
}
