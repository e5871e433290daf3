// `npm run bourse -- COMMAND`: the command line tool, installed and built first when need be.
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { prepared } from './lib/prepare.mjs';
import { run } from './lib/run.mjs';

const node = await prepared();
const cli = join(root, 'dist', 'apps', 'cli', 'src', 'main.js');
// The channel tells the program that we are gone, where no signal can.
const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
process.exitCode = await run(node, ['--enable-source-maps', cli, ...process.argv.slice(2)], { stdio });
