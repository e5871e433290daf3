// `npm run docs [-- --check]`: writes docs/reference/{errors,configuration,topics,cli,limits}.md, a page with a plot for each
// indicator in docs/reference/indicators, the schema of the limits and docs/api/{openapi,asyncapi}.json from the code, and
// from openapi.json the types of the page's client, apps/web/src/api/schema.d.ts; with --check it only names those that are
// stale or left over, with exit code 1.
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { prepared } from './lib/prepare.mjs';
import { run } from './lib/run.mjs';

const node = await prepared();
process.exitCode = await run(node, [join(root, 'scripts', 'docs', 'write.mjs'), ...process.argv.slice(2)]);
