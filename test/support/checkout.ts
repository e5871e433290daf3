import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataRoot, repoRoot, tempDir } from '@bourseworks/testkit';

/** Links what npm installed, one by one, so that links that the copy makes for itself do not land in the original. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name === '.bin' || name.startsWith('@')) linkPackages(join(from, name), join(to, name));
    else symlinkSync(join(from, name), join(to, name));
  }
}

/**
 * The files of this repository as a newcomer would have them after a clone and `npm ci`: what is committed or about to be,
 * with the packages that are installed here. `built`: with what was built here too, else not yet built. The recorded data,
 * where there are any, lie at ../shared/data.
 */
export function checkout({ built = false }: { readonly built?: boolean } = {}): string {
  const root = repoRoot();
  const parent = tempDir('checkout');
  const folder = join(parent, 'bourseworks');
  const recorded = dataRoot();
  if (recorded !== undefined) {
    mkdirSync(join(parent, 'shared'));
    symlinkSync(recorded, join(parent, 'shared', 'data'));
  }
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
  const gone = new Set(
    spawnSync('git', ['ls-files', '-z', '--deleted'], { cwd: root, encoding: 'utf8' }).stdout.split('\0'),
  );
  for (const path of listed.stdout.split('\0')) {
    if (path === '' || gone.has(path)) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { preserveTimestamps: true });
  }
  if (built) cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true, preserveTimestamps: true });
  linkPackages(join(root, 'node_modules'), join(folder, 'node_modules'));
  // As an installation there would make it: the original's would run the original, with the data of that.
  const command = join(folder, 'node_modules', '.bin', 'bourse');
  rmSync(command, { force: true });
  symlinkSync(join('..', '..', 'scripts', 'bourse.mjs'), command);
  return folder;
}

/**
 * A folder for the path in which `bourse` is the program of a built checkout itself. The command that npm installs looks each
 * time whether there is something to install or to build, which takes as long again: newcomer.spec.ts goes through it.
 */
export function directCommand(folder: string): string {
  const directory = tempDir('direct');
  const program = join(folder, 'dist', 'apps', 'cli', 'src', 'main.js');
  writeFileSync(join(directory, 'bourse'), `#!/bin/sh\nexec node '${program}' "$@"\n`, { mode: 0o755 });
  return directory;
}
