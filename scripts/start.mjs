// `npm start`: from a fresh clone to the running platform. Runs on Node 20 without any dependency.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { prepared } from './lib/prepare.mjs';
import { run } from './lib/run.mjs';

const node = await prepared();
const cli = join(root, 'dist', 'apps', 'cli', 'src', 'main.js');
if (!existsSync(cli)) fail('apps/cli is not built: dist/apps/cli/src/main.js is missing.');
// The channel tells the program that we are gone, where no signal can.
const stdio = ['inherit', 'inherit', 'inherit', 'ipc'];
process.exitCode = await run(node, ['--enable-source-maps', cli, 'up', ...process.argv.slice(2)], { stdio });
