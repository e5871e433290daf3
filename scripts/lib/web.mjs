// The trading page, apps/web: built by Vite into dist/apps/web when one of its sources changed.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { say } from './log.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';

const page = 'apps/web';
/** Libraries whose code is in the page; of others it has types alone. */
const libraries = ['libs/indicators/src'];
const out = join(root, 'dist', page);
const stampFile = join(root, 'dist', '.web-stamp');

/** Gzipped JavaScript: what the sign-in page loads, and all there is. A library that slips into it shows here. */
const budget = { initialKb: 110, totalKb: 700 };
const compressed = new Set(['.js', '.css', '.svg']);

function* filesBelow(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (!path.endsWith('.spec.ts')) yield path;
  }
}

function stampNow() {
  return [
    ...filesBelow(page),
    ...libraries.flatMap((library) => [...filesBelow(library)]),
    'package-lock.json',
    'scripts/lib/web.mjs',
  ]
    .map((path) => {
      const { size, mtimeMs } = statSync(`${root}/${path}`);
      // Whole milliseconds: all that a copy keeps of them.
      return `${path} ${size} ${Math.round(mtimeMs)}\n`;
    })
    .join('');
}

/** The entry of the page and everything that it imports before it shows anything. */
function initialFiles(manifest) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    (manifest[key].imports ?? []).forEach(visit);
  };
  Object.keys(manifest)
    .filter((key) => manifest[key].isEntry)
    .forEach(visit);
  return [...seen].map((key) => manifest[key].file);
}

/** Writes the compressed forms; gives the gzipped size by file. */
async function compress() {
  // Not for every command that only looks whether there is something to build.
  const { brotliCompressSync, constants, gzipSync } = await import('node:zlib');
  const sizes = new Map();
  for (const name of readdirSync(join(out, 'assets'))) {
    if (!compressed.has(extname(name))) continue;
    const file = join(out, 'assets', name);
    const content = readFileSync(file);
    const gzipped = gzipSync(content, { level: 9 });
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(`${file}.gz`, gzipped);
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
    sizes.set(`assets/${name}`, gzipped.length);
  }
  return sizes;
}

/** Whether the page is as small as it shall be. */
function withinBudget(sizes) {
  const manifest = JSON.parse(readFileSync(join(out, '.vite', 'manifest.json'), 'utf8'));
  const kb = (files) =>
    files.filter((file) => file.endsWith('.js')).reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0) / 1024;
  const [initial, total] = [kb(initialFiles(manifest)), kb([...sizes.keys()])];
  say(`Page: ${initial.toFixed(0)} KB of script to sign in, ${total.toFixed(0)} KB in all (gzip)`);
  if (initial <= budget.initialKb && total <= budget.totalKb) return true;
  say(`The page is too large: at most ${budget.initialKb} KB to sign in and ${budget.totalKb} KB in all.`);
  return false;
}

/** Builds the page unless nothing changed since the last time. Resolves to an exit code. */
export async function ensureWebBuilt(node, { force = false } = {}) {
  if (!existsSync(join(root, page))) return 0;
  const stamp = stampNow();
  if (!force && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return 0;
  rmSync(stampFile, { force: true });
  say('Building the page ...');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(root, page, 'vite.config.mjs');
  const code = await run(node, [vite, 'build', '--config', config], { stdio: ['ignore', 2, 2] });
  if (code !== 0) return code;
  if (!withinBudget(await compress())) return 1;
  writeFileSync(stampFile, stamp);
  return 0;
}
