// Packages of hundreds of small files, each as a handful of files in dist/node_modules, where Node finds them before the
// originals: to look up, read and compile each file by itself is most of what it takes a service to start.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/** With what they import and nothing else does. A package that imports one of them has to be here too. */
const names = [
  'class-validator',
  'cli-table3',
  'commander',
  'jose',
  'kysely',
  'nestjs-pino',
  'prom-client',
  'rxjs',
  'yaml',
];
const scope = '@nestjs/';
const parts = ['validator', 'libphonenumber-js', '@opentelemetry/api', 'iterare', 'tdigest', 'bintrees', 'es-toolkit'];

const compiled = ['apps', 'libs', 'adapters', 'strategies', 'bench', 'test'];
const out = join(root, 'dist', 'node_modules');
const stampFile = join(out, '.stamp');

/** `@nestjs/common` of `@nestjs/common/constants.js`. */
const packageOf = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
const isBundled = (specifier) => specifier.startsWith(scope) || names.includes(packageOf(specifier));
const isInside = (specifier) => isBundled(specifier) || parts.includes(packageOf(specifier));

/** Every specifier of these packages in what was compiled, sorted. */
function specifiers() {
  const found = new Set();
  for (const folder of compiled) {
    const top = join(root, 'dist', folder);
    const files = existsSync(top) ? readdirSync(top, { recursive: true }) : [];
    for (const file of files.filter((path) => path.endsWith('.js') && !path.startsWith(`web${sep}`))) {
      for (const [, specifier] of readFileSync(join(top, file), 'utf8').matchAll(
        /(?:from|import) ?\(?"([^."][^"\s]*)"/g,
      ))
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

/** Where packages really are. Nothing of this is there before the installation. */
let installed;

const readManifest = (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** Whether a package has its own copy of another, which nobody else would find. */
function hasOwnCopy(importer, name) {
  for (let folder = dirname(importer); folder !== dirname(folder) && folder !== installed; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules', name))) return true;
  }
  return false;
}

/** All other packages stay where they are. One that imports a bundled one would meet the original: other classes. */
const outside = {
  name: 'outside',
  resolveId: {
    order: 'pre',
    handler(id, importer) {
      const name = packageOf(id);
      if (importer === undefined || /^(?:[./\0]|entry:|node:)/.test(id) || isInside(id)) return undefined;
      if (hasOwnCopy(importer, name)) return undefined;
      if (existsSync(join(installed, name))) {
        const { dependencies, peerDependencies } = readManifest(join(installed, name));
        const inner = Object.keys({ ...dependencies, ...peerDependencies }).find(isBundled);
        if (inner !== undefined) throw new Error(`${name} imports ${inner}, which is bundled: bundle it too`);
      }
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
  installed = realpathSync(join(root, 'node_modules'));
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    cwd: root,
    platform: 'node',
    input: Object.fromEntries(
      wanted.map((specifier) => [`${packageOf(specifier)}/${fileOf(specifier)}`, `entry:${specifier}`]),
    ),
    resolve: { conditionNames: ['node', 'import', 'default'] },
    plugins: [entries, outside],
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
