import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { say } from './log.mjs';
import { root } from './paths.mjs';
import { run } from './run.mjs';
import { ensureWebBuilt } from './web.mjs';

const folders = ['apps', 'libs', 'adapters', 'strategies', 'bench', 'test'];
const configs = [
  '.swcrc',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.types.json',
  'package-lock.json',
  'scripts/lib/bundles.mjs',
  'scripts/lib/command-line.mjs',
  'scripts/lib/packages.mjs',
];
const stampFile = join(root, 'dist', '.build-stamp');
const skipped = new Set(['node_modules', 'dist', 'coverage']);

/** Files below `folder`, as paths with forward slashes. apps/web has a build of its own. */
function* filesBelow(folder) {
  if (folder === 'apps/web' || !existsSync(join(root, folder))) return;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) yield* filesBelow(path);
    } else yield path;
  }
}

const isSource = (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.endsWith('.d.ts');

/** One line a file. Every command of the command line asks for it: no hash, which would only take time to load. */
function stampOf(sources) {
  return [...sources, ...configs]
    .map((path) => {
      const { size, mtimeMs } = statSync(`${root}/${path}`);
      // Whole milliseconds: all that a copy keeps of them.
      return `${path} ${size} ${Math.round(mtimeMs)}\n`;
    })
    .join('');
}

/** Takes away what the build once wrote for sources that are gone: a deleted bench would go on being found. */
function removeOrphans() {
  for (const folder of folders) {
    for (const path of filesBelow(`dist/${folder}`)) {
      const source = /^dist\/(.*)\.(?:js|d\.ts)(?:\.map)?$/.exec(path)?.[1];
      if (source !== undefined && !source.startsWith('apps/web/') && !existsSync(join(root, `${source}.ts`))) {
        rmSync(join(root, path), { force: true });
      }
    }
  }
}

function storedStamp() {
  return existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
}

/** Types of the public libraries beside their code, for strategies and adapters that live outside of this tree. */
function buildTypes(node) {
  const tsc = join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  return run(node, [tsc, '--project', 'tsconfig.types.json'], { stdio: ['ignore', 2, 2] });
}

const compiledSources = () => folders.flatMap((folder) => [...filesBelow(folder)]).filter(isSource);

/** Whether dist holds what a build of the sources as they are now would leave there. */
export const isCompiled = () => storedStamp() === stampOf(compiledSources());

/** What is many small files, as few. */
async function bundle(node) {
  const { ensurePackagesBundled } = await import('./packages.mjs');
  const { bundleServices } = await import('./bundles.mjs');
  const { bundleCommandLine } = await import('./command-line.mjs');
  return (await ensurePackagesBundled(node)) || (await bundleServices(node)) || bundleCommandLine(node);
}

/**
 * Compiles apps, libs, adapters, strategies, benches and soaks into dist/, and the page, each unless nothing changed since
 * the last time. Resolves to the exit code of the first that failed.
 */
export async function ensureBuilt(node, options = {}) {
  return (await ensureCompiled(node, options)) || (await ensureWebBuilt(node, options));
}

async function ensureCompiled(node, { force = false } = {}) {
  const sources = compiledSources();
  // Taken before compiling: a source saved meanwhile makes the next call build again.
  const stamp = stampOf(sources);
  if (!force && storedStamp() === stamp) return 0;
  if (sources.length === 0) return 0;
  say(`Building ${sources.length} files ...`);
  // A build that fails or is ended half way must not pass for the one before it.
  rmSync(stampFile, { force: true });
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  let code = await run(node, [nest, 'build'], { stdio: ['ignore', 2, 2] });
  if (code === 0) code = await buildTypes(node);
  if (code === 0) code = await bundle(node);
  if (code === 0) {
    removeOrphans();
    writeFileSync(stampFile, stamp);
  }
  return code;
}
