// What services load of our own code, as a few files in dist/bundles: to find, read and link 700 files is much of what it takes
// a service to start. What was compiled stays as it is, one file a source: specs, plug-ins and the images go on with that.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './paths.mjs';
import { run } from './run.mjs';

const dist = join(root, 'dist');
const out = join(dist, 'bundles');
const folders = ['apps', 'libs', 'adapters', 'strategies'];
/** The command line is bundled by itself, the page by Vite; the kit is for specs; what loads plug-ins is known by its place. */
const left = new Set(['apps/cli', 'apps/web', 'libs/testkit', 'libs/plugins']);
/** Test support, which nothing that runs may import. */
const testFolders = new Set(['test', 'testing', 'fixtures']);
/** Compiled imports name the file they mean. */
const imports = /(?:\bfrom|\bimport) ?\(?["'](\.[^"']+\.js)["']/g;
const addresses = /new URL\(["'](\.[^"']+\.js)["'], import\.meta\.url\)/g;

/** `libs/domain` of `libs/domain/src/money.js`. */
const unitOf = (path) => path.split('/', 2).join('/');

/** Compiled files below a folder of dist, as paths with forward slashes. */
function* compiledBelow(folder) {
  for (const entry of readdirSync(join(dist, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) {
      if (entry.name.endsWith('.js')) yield path;
    } else if (!testFolders.has(entry.name) && !left.has(path)) yield* compiledBelow(path);
  }
}

/** Whole libraries and services: each is bundled by itself, so that all that load one share it. */
function readUnits() {
  const units = new Map();
  const enter = (path) => units.get(unitOf(path))?.add(path);
  const paths = folders.flatMap((folder) => [...compiledBelow(folder)]);
  for (const path of paths) if (!units.has(unitOf(path))) units.set(unitOf(path), new Set());
  for (const path of paths) {
    if (/^[^/]+\/[^/]+\/src\/(?:index|main)\.js$/.test(path)) enter(path);
    const code = readFileSync(join(dist, path), 'utf8');
    const named = (pattern) => [...code.matchAll(pattern)].map(([, name]) => posix.join(posix.dirname(path), name));
    for (const other of named(imports)) if (unitOf(other) !== unitOf(path)) enter(other);
    // Threads, and modules that are loaded by their address.
    for (const other of named(addresses)) if (existsSync(join(dist, other))) enter(other);
  }
  return units;
}

const isOurs = (id) => id.startsWith(dist) && !id.startsWith(join(dist, 'node_modules'));
const pathOf = (id) => id.slice(dist.length + 1).replaceAll('\\', '/');

/** Compiled files with their maps, by which stack traces go on naming the sources. */
const compiled = (unit) => ({
  name: 'compiled',
  resolveId(id, importer) {
    if (importer === undefined || !/^\.{1,2}\//.test(id)) return undefined;
    const path = posix.join(posix.dirname(pathOf(importer)), id);
    return unitOf(path) === unit ? undefined : { id: `dist:${path}`, external: true };
  },
  load(id) {
    if (!isOurs(id)) return undefined;
    const code = readFileSync(id, 'utf8');
    if (/import\.meta\.(?:dirname|filename)/.test(code))
      throw new Error(`${id}: say import.meta.url, which a bundle keeps`);
    // What a module finds beside itself stays where it is.
    const own = code.includes('import.meta.url') ? `var ownUrl = new URL("dist:${pathOf(id)}").href;` : '';
    return { code: own + code, map: existsSync(`${id}.map`) ? readFileSync(`${id}.map`, 'utf8') : null };
  },
});

/** The bundle of an entry, below `out`. */
const bundleOf = (path) => path.replace(/\.js$/, '.mjs');

/** The file of dist that a chunk is loaded as: an entry as what was compiled, the others as what they are. */
function placeOf(fileName, entries) {
  const entry = fileName.replace(/\.mjs$/, '.js');
  return entries.has(entry) ? entry : `bundles/${fileName}`;
}

/** What a chunk imports and finds, by the way from where it is loaded. */
function withAddresses(code, fileName, entries) {
  const way = (path) => posix.relative(posix.dirname(placeOf(fileName, entries)), path).replace(/^(?!\.)/, './');
  const chunk = (path) => way(placeOf(posix.join(posix.dirname(fileName), path), entries));
  return code
    .replace(/(\b(?:from|import) ?\(?)"(\.[^"]+\.mjs)"/g, (_, before, path) => `${before}"${chunk(path)}"`)
    .replace(/new URL\("dist:([^"]+)"\)/g, (_, path) => `new URL("${way(path)}", import.meta.url)`)
    .replace(/"dist:([^"]+)"/g, (_, path) => `"${way(path)}"`)
    .replace(/^\/\/# sourceMappingURL=.*$/m, () => `//# sourceMappingURL=${way(`bundles/${fileName}.map`)}`);
}

async function bundleUnit(rolldown, unit, entries) {
  const build = await rolldown({
    cwd: root,
    platform: 'node',
    input: Object.fromEntries([...entries].map((path) => [path.slice(0, -'.js'.length), join(dist, path)])),
    external: (id) => !/^[./]/.test(id) && !id.startsWith(dist),
    plugins: [compiled(unit)],
    transform: { define: { 'import.meta.url': 'ownUrl' } },
  });
  const { output } = await build.write({
    dir: out,
    format: 'esm',
    sourcemap: true,
    keepNames: true,
    entryFileNames: '[name].mjs',
    chunkFileNames: `${unit}/part-[name]-[hash].mjs`,
  });
  for (const { type, fileName } of output) {
    if (type !== 'chunk') continue;
    const file = join(out, fileName);
    writeFileSync(file, withAddresses(readFileSync(file, 'utf8'), fileName, entries));
  }
}

async function bundle() {
  const { rolldown } = await import('rolldown');
  rmSync(out, { recursive: true, force: true });
  const units = readUnits();
  await Promise.all([...units].map(([unit, entries]) => bundleUnit(rolldown, unit, entries)));
  const paths = [...units.values()].flatMap((entries) => [...entries]);
  const bundles = Object.fromEntries(paths.map((path) => [path, `bundles/${bundleOf(path)}`]));
  writeFileSync(join(out, 'bundles.json'), JSON.stringify(bundles));
}

/** Bundles what was compiled just now. Resolves to an exit code. */
export function bundleServices(node) {
  return run(node, [fileURLToPath(import.meta.url)], { stdio: ['ignore', 2, 2] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
