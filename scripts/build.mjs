// `npm run build`: compiles everything into dist/. `--if-changed` skips it when no source changed.
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { node24 } from './lib/node24.mjs';

await ensureInstalled();
process.exitCode = await ensureBuilt(node24(), { force: !process.argv.includes('--if-changed') });
