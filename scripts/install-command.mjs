// Runs after every installation: puts `bourse` beside the tools of node_modules/.bin. npx finds it by "bin" of
// package.json also without this, so that it never asks a registry for a package of that name.
import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { say } from './lib/log.mjs';

const bin = join(root, 'node_modules', '.bin');

function link() {
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'bourse.cmd'), '@node "%~dp0..\\..\\scripts\\bourse.mjs" %*\r\n');
    return;
  }
  chmodSync(join(root, 'scripts', 'bourse.mjs'), 0o755);
  rmSync(join(bin, 'bourse'), { force: true });
  symlinkSync(join('..', '..', 'scripts', 'bourse.mjs'), join(bin, 'bourse'));
}

if (existsSync(bin)) {
  try {
    link();
  } catch (error) {
    // A read-only folder, say: `npx bourse` and `npm run bourse` work all the same.
    say(`node_modules/.bin/bourse could not be made: ${error.message}`);
  }
}
