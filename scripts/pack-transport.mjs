// Assembles the transport as a package of its own, ready for `npm publish`, in dist/packages/solace-transport or the
// folder given: its compiled files with their types, README, licence, and a package.json with the versions of this tree.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fail, say } from './lib/log.mjs';
import { root } from './lib/paths.mjs';
import { prepared } from './lib/prepare.mjs';
import { run } from './lib/run.mjs';

const library = join('libs', 'solace-transport');
const out = resolve(process.argv[2] ?? join(root, 'dist', 'packages', 'solace-transport'));
const node = await prepared();

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
cpSync(join(root, 'dist', library, 'src'), join(out, 'src'), {
  recursive: true,
  filter: (path) => !path.endsWith('.map'),
});
// Sources are not part of the package: their maps would point to nothing.
for (const path of readdirSync(join(out, 'src'), { recursive: true }).filter((name) => name.endsWith('.js'))) {
  const file = join(out, 'src', path);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
}

const tsc = join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
const project = join(root, 'tsconfig.transport.json');
const code = await run(node, [tsc, '--project', project, '--outDir', join(out, 'types')], { stdio: ['ignore', 2, 2] });
if (code !== 0) fail('The types could not be made: see the lines above.');
cpSync(join(out, 'types', library, 'src'), join(out, 'src'), { recursive: true });
rmSync(join(out, 'types'), { recursive: true });

const here = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(root, library, 'package.publish.json'), 'utf8'));
const versions = (names, range) => Object.fromEntries(names.map((name) => [name, range(here.dependencies[name])]));
writeFileSync(
  join(out, 'package.json'),
  `${JSON.stringify(
    {
      ...manifest,
      version: here.version,
      dependencies: versions(manifest.dependencies, (version) => version),
      // 0.x says nothing of what a later one breaks.
      peerDependencies: versions(manifest.peerDependencies, (version) => `^${version}`),
    },
    null,
    2,
  )}\n`,
);
for (const [file, from] of [
  ['README.md', library],
  ['LICENSE', '.'],
])
  cpSync(join(root, from, file), join(out, file));
if (!existsSync(join(out, 'src', 'index.d.ts'))) fail('The types are not where they belong.');
say(`Packed: ${relative(process.cwd(), out).split(sep).join('/') || '.'}`);
