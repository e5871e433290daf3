// Packages of hundreds of small files, each as a handful of files in dist/node_modules, where Node finds them before the
// originals: to look up, read and compile each file by itself is most of what it takes a service, or a spec, to start.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/** Together with what they import. A package that stays outside and imports one of them has to be here too. */
const names = [
  'class-transformer',
  'class-validator',
  'cli-table3',
  'commander',
  'cookie-parser',
  'helmet',
  'jose',
  'kysely',
  'nestjs-pino',
  'prom-client',
  'rxjs',
  'yaml',
];
const scope = '@nestjs/';
/** Stay where they are: they find files or threads of their own beside them, must not be taken apart, or are few files. */
const outside = [
  'ioredis',
  'pino',
  'pino-http',
  'reflect-metadata',
  'socket.io',
  'socket.io-adapter',
  'solclientjs',
  'swagger-ui-dist',
  'ws',
];

const folders = ['apps', 'libs', 'adapters', 'strategies', 'bench', 'test'];
const skipped = new Set(['node_modules', 'dist', 'coverage', 'web']);
const out = join(root, 'dist', 'node_modules');
const stampFile = join(out, '.stamp');

/** `@nestjs/common` of `@nestjs/common/constants.js`. */
const packageOf = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
const isBundled = (specifier) => specifier.startsWith(scope) || names.includes(packageOf(specifier));

/** Files below a folder with this ending, the page's own left out. */
function* filesBelow(folder, ending) {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) yield* filesBelow(path, ending);
    } else if (entry.name.endsWith(ending)) yield path;
  }
}

/** Every specifier of these packages in what was compiled and in the specs, sorted. */
function specifiers() {
  const compiled = folders.flatMap((folder) => [...filesBelow(join(root, 'dist', folder), '.js')]);
  const specs = folders.flatMap((folder) => [...filesBelow(join(root, folder), '.spec.ts')]);
  const found = new Set();
  for (const file of [...compiled, ...specs]) {
    const text = readFileSync(file, 'utf8').replace(/^import type .*$/gm, '');
    for (const [, specifier] of text.matchAll(/(?:from|import) ?\(?['"]([^.'"][^'"\s]*)['"]/g)) {
      if (isBundled(specifier)) found.add(specifier);
    }
  }
  return [...found].sort((a, b) => a.localeCompare(b));
}

/** Bundles again what changed. Resolves to an exit code. */
export async function ensurePackagesBundled(node) {
  const wanted = specifiers();
  const hash = createHash('sha256').update(wanted.join('\n'));
  for (const file of ['package-lock.json', 'scripts/lib/packages.mjs']) hash.update(readFileSync(join(root, file)));
  const stamp = hash.digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return 0;
  rmSync(out, { recursive: true, force: true });
  const code = await run(node, [fileURLToPath(import.meta.url), ...wanted], { stdio: ['ignore', 2, 2] });
  if (code === 0) writeFileSync(stampFile, stamp);
  else rmSync(out, { recursive: true, force: true });
  return code;
}

/** The file below its package that a specifier is found under. */
const fileOf = (specifier) => specifier.slice(packageOf(specifier).length + 1).replace(/\.js$/, '') || 'index';

/** A module of its own for each specifier: the bundler alone would not know the names that CommonJS exports. */
const entries = {
  name: 'entries',
  // `.mjs`: what it imports of CommonJS is what Node would give it.
  resolveId: (id) => (id.startsWith('entry:') ? `\0${id}.mjs` : undefined),
  async load(id) {
    const specifier = /^\0entry:(.*)\.mjs$/.exec(id)?.[1];
    if (specifier === undefined) return undefined;
    const exported = Object.keys(await import(specifier)).filter((key) => key !== 'module.exports');
    return `export { ${exported.join(', ')} } from ${JSON.stringify(specifier)};`;
  },
};

const installed = join(root, 'node_modules');
const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** The folder that a package would find another in; any folder on the way may be a link. Undefined when not installed. */
function folderFor(importer, name) {
  for (let folder = dirname(importer); folder !== dirname(folder); folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (existsSync(found)) return realpathSync(found);
  }
  return undefined;
}

/** What is not bundled. One that stays outside and imports a bundled package would meet the original: other classes. */
const leaveOutside = {
  name: 'leave-outside',
  resolveId: {
    order: 'pre',
    handler(id, importer) {
      if (importer === undefined || importer.startsWith('\0')) return undefined;
      if (/^[./\0]/.test(id) || isAbsolute(id) || isBuiltin(id)) return undefined;
      const name = packageOf(id);
      const folder = folderFor(importer, name);
      // Optional, and not wanted here.
      if (folder === undefined) return { id, external: true };
      // A package may have its own copy, which nobody else would find.
      if (!outside.includes(name) || folder !== realpathSync(join(installed, name))) return undefined;
      const { dependencies, peerDependencies } = readManifest(folder);
      const inner = Object.keys({ ...dependencies, ...peerDependencies }).find(isBundled);
      if (inner !== undefined) throw new Error(`${name} imports ${inner}, which is bundled: bundle it too`);
      return { id, external: true };
    },
  },
};

function writeManifests(wanted) {
  for (const name of new Set(wanted.map(packageOf))) {
    const own = wanted.filter((specifier) => packageOf(specifier) === name);
    const exports = own.map((specifier) => [`.${specifier.slice(name.length)}`, `./${fileOf(specifier)}.mjs`]);
    const { version, license } = readManifest(join(installed, name));
    const manifest = { name, version, license, type: 'module', exports: Object.fromEntries(exports) };
    writeFileSync(join(out, name, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
}

async function bundle(wanted) {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    cwd: root,
    platform: 'node',
    input: Object.fromEntries(
      wanted.map((specifier) => [`${packageOf(specifier)}/${fileOf(specifier)}`, `entry:${specifier}`]),
    ),
    plugins: [entries, leaveOutside],
  });
  await build.write({
    dir: out,
    format: 'esm',
    // Names of classes stand in logs and in the description of the API.
    keepNames: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: '.shared/[name]-[hash].mjs',
  });
  writeManifests(wanted);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(process.argv.slice(2));
