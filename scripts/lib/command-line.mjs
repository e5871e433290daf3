// The command line as one file, and one more for each part that a command loads when it needs it: most of what a short
// command takes is to find and link the 250 files that it is written in.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './paths.mjs';
import { run } from './run.mjs';

const folder = join(root, 'dist', 'apps', 'cli', 'src');
/** Not main.js, which awaits the command: parts that import the entry would wait for it, and it for them. */
const entry = join(folder, 'run-program.js');
const isPart = (name) => name.startsWith('part-') && name.endsWith('.mjs');

/** Bundles what was compiled just now in place of its entry. Resolves to an exit code. */
export function bundleCommandLine(node) {
  for (const name of readdirSync(folder).filter(isPart)) rmSync(join(folder, name));
  return run(node, [fileURLToPath(import.meta.url)], { stdio: ['ignore', 2, 2] });
}

/** Compiled files with the maps of their own, so that stack traces go on naming the sources. */
const compiled = {
  name: 'compiled',
  load(id) {
    const path = relative(folder, id).replaceAll('\\', '/');
    // What a module finds beside itself stays where it is.
    const code = readFileSync(id, 'utf8').replaceAll(
      'import.meta.url',
      `new URL(${JSON.stringify(path.startsWith('.') ? path : `./${path}`)}, import.meta.url).href`,
    );
    return { code, map: existsSync(`${id}.map`) ? readFileSync(`${id}.map`, 'utf8') : null };
  },
};

async function bundle() {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    cwd: root,
    platform: 'node',
    input: entry,
    external: (id) => !/^[./]/.test(id) && id !== entry,
    plugins: [compiled],
  });
  await build.write({
    dir: folder,
    format: 'esm',
    sourcemap: true,
    keepNames: true,
    entryFileNames: 'run-program.js',
    chunkFileNames: 'part-[name]-[hash].mjs',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
