// `npm run typecheck | lint | format:check`: one or several of the static checks, by name.
import { checks } from './lib/checks.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { fail } from './lib/log.mjs';
import { node24 } from './lib/node24.mjs';

const names = process.argv.slice(2).filter((name) => name in checks);
const paths = process.argv.slice(2).filter((name) => !(name in checks));
if (names.length === 0) fail(`Usage: node scripts/check.mjs ${Object.keys(checks).join('|')} [path...]`);
await ensureInstalled();
for (const name of names) {
  const code = await checks[name](node24(), paths);
  if (code !== 0) {
    process.exitCode = code;
    break;
  }
}
