// Runs on the Node of the platform, over what is built in dist.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from '../lib/paths.mjs';
import { asyncApiText } from './asyncapi.mjs';
import { cliParts } from './cli.mjs';
import { configurationParts } from './configuration.mjs';
import { errorParts } from './errors.mjs';
import { indicatorFiles, indicatorParts } from './indicators.mjs';
import { limitParts, limitsSchemaText } from './limits.mjs';
import { openApiText } from './openapi.mjs';
import { schemaText } from './schema.mjs';
import { strategyParts } from './strategies.mjs';
import { topicParts } from './topics.mjs';

/** The pages, and what fills the `{{name}}` marks of their templates. */
const pages = {
  errors: errorParts,
  configuration: configurationParts,
  topics: topicParts,
  cli: cliParts,
  limits: limitParts,
  strategies: strategyParts,
  'indicators/README': indicatorParts,
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
  if (check) return;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Takes away what is in a folder and was not written there: pages of what is gone. */
function keepOnly(folder, names) {
  if (!existsSync(join(root, folder))) return;
  for (const name of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    if (name.isDirectory()) continue;
    const path = relative(root, join(name.parentPath, name.name)).replaceAll('\\', '/');
    if (names.has(path)) continue;
    stale.push(path);
    if (!check) rmSync(join(root, path));
  }
}

for (const [page, parts] of Object.entries(pages)) put(`docs/reference/${page}.md`, await rendered(page, parts));
const indicators = 'docs/reference/indicators';
const files = await indicatorFiles();
for (const [name, text] of files) put(`${indicators}/${name}`, text);
keepOnly(indicators, new Set([`${indicators}/README.md`, ...[...files.keys()].map((name) => `${indicators}/${name}`)]));
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
