// Runs on the Node of the platform, over what is built in dist.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { asyncApiText } from './asyncapi.mjs';
import { cliParts } from './cli.mjs';
import { configurationParts } from './configuration.mjs';
import { errorParts } from './errors.mjs';
import { limitParts, limitsSchemaText } from './limits.mjs';
import { openApiText } from './openapi.mjs';
import { schemaText } from './schema.mjs';
import { topicParts } from './topics.mjs';

/** The pages, and what fills the `{{name}}` marks of their templates. */
const pages = {
  errors: errorParts,
  configuration: configurationParts,
  topics: topicParts,
  cli: cliParts,
  limits: limitParts,
};

const templateOf = (page) => readFileSync(join(root, 'scripts', 'docs', 'templates', `${page}.md`), 'utf8');

/** The page as it should be. Throws for a mark that nothing fills, and for a part that no mark shows. */
async function rendered(page, parts) {
  const given = await parts();
  const shown = new Set();
  const text = templateOf(page).replace(/\{\{([\w-]+)\}\}/g, (_mark, name) => {
    if (given[name] === undefined) throw new Error(`${page}: nothing fills {{${name}}}`);
    shown.add(name);
    return given[name];
  });
  const hidden = Object.keys(given).filter((name) => !shown.has(name));
  if (hidden.length > 0) throw new Error(`${page}: the template has no mark for ${hidden.join(', ')}`);
  const [title, ...rest] = text.split('\n');
  return [
    title,
    '',
    '<!-- generated: npm run docs; the text around the tables is in scripts/docs/templates -->',
    ...rest,
  ].join('\n');
}

function present(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const check = process.argv.includes('--check');
const stale = [];
function put(path, text) {
  if (present(join(root, path)) === text) return;
  stale.push(path);
  if (!check) writeFileSync(join(root, path), text);
}
for (const [page, parts] of Object.entries(pages)) put(`docs/reference/${page}.md`, await rendered(page, parts));
put('docs/reference/risk-limits.schema.json', await limitsSchemaText());
const openApi = await openApiText();
put('docs/api/openapi.json', openApi);
put('apps/web/src/api/schema.d.ts', await schemaText(openApi));
put('docs/api/asyncapi.json', await asyncApiText());
if (stale.length > 0) console.log(stale.map((path) => `${check ? 'stale' : 'written'}: ${path}`).join('\n'));
if (check && stale.length > 0) {
  console.log('Run npm run docs.');
  process.exitCode = 1;
}
