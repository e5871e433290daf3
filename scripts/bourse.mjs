#!/usr/bin/env node
// `npx bourse COMMAND`, `npm run bourse -- COMMAND`: the command line tool, installed and built first when need be.
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './lib/paths.mjs';
import { prepared } from './lib/prepare.mjs';
import { run } from './lib/run.mjs';

/** These run until they are stopped: as a child, which hears of our end also where no signal reaches it. */
const longLived = new Set(['up', 'demo', 'watch']);

const node = await prepared();
const cli = join(root, 'dist', 'apps', 'cli', 'src', 'main.js');
const [command] = process.argv.slice(2);
if (!longLived.has(command) && realpathSync(node) === realpathSync(process.execPath)) {
  // This is the right Node already: a second one would only take its time to start.
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(cli).href);
} else {
  // The channel tells the program that we are gone, where no signal can.
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
  // Paths of a command mean the folder it is called from; the data of `up` stays where `npm start` has it.
  const cwd = command === 'up' ? root : process.cwd();
  process.exitCode = await run(node, ['--enable-source-maps', cli, ...process.argv.slice(2)], { cwd, stdio });
}
