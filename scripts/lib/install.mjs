import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { say, fail } from './log.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

/**
 * Compares the lock with what npm recorded in node_modules at the end of its last run: an interrupted installation
 * leaves no record. Packages for other platforms are optional and rightly absent; one that is there must be the one of
 * the lock, or the pinned Node would never follow it.
 */
export function installIsCurrent(folder = root) {
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  const present = packagesOf(join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      entry.link ||
      !path.includes('node_modules/') ||
      (present[path] === undefined ? entry.optional === true : present[path].version === entry.version),
  );
}

/** How to start npm without a shell: through the npm that runs us, else the one beside this Node. */
function npmCommand() {
  const fromEnv = process.env.npm_execpath;
  if (fromEnv && basename(fromEnv).startsWith('npm-cli')) return { program: process.execPath, args: [fromEnv] };
  const bin = dirname(process.execPath);
  const beside = [
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((path) => existsSync(path));
  if (beside) return { program: process.execPath, args: [beside] };
  return { program: 'npm', args: [], shell: process.platform === 'win32' };
}

/** Installs from the lock when node_modules is missing or older than the lock. Ends the process on failure. */
export async function ensureInstalled(folder = root) {
  if (installIsCurrent(folder)) return;
  say('Installing the dependencies (npm ci); the first time this takes about half a minute ...');
  const { program, args, shell } = npmCommand();
  const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await run(program, [...args, ...options], { cwd: folder, shell, stdio: ['ignore', 2, 2] }).catch(
    (error) => fail(`npm could not be started: ${error.message}`),
  );
  if (code !== 0) fail(`npm ci ended with code ${code}: see the lines above.`);
}
