// `npm run build`: compiles into dist/ what changed; `npm run build -- --force` compiles it whatever it finds there.
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { node24 } from './lib/node24.mjs';

await ensureInstalled();
process.exitCode = await ensureBuilt(node24(), { force: process.argv.includes('--force') });
