// What the Dockerfile runs, and what runs as well without any container: from a checkout to the tree of the images.
//   node scripts/image.mjs dependencies --out DIR   DIR/node_modules: the production packages of the lock
//   node scripts/image.mjs application --out DIR    DIR/{package.json,dist,deploy} and DIR/broker (development broker)
//   node scripts/image.mjs --out DIR                both
// Installs and builds first what is missing. Two steps, because the first depends on the lock alone: its layer is kept
// until a dependency changes. `--link` links the packages instead of copying them, for a tree that nobody will change.
import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { fail, say } from './lib/log.mjs';
import { node24 } from './lib/node24.mjs';
import { root } from './lib/paths.mjs';

const usage = 'Usage: node scripts/image.mjs [dependencies|application] --out DIR [--link]';
const sources = ['apps', 'libs', 'adapters', 'strategies'];
const deployed = ['healthcheck.mjs', 'broker-setup.mjs'];
const devBroker = 'libs/smf-broker';
/** Test support, which nothing that runs may import, and types. */
const testFolders = new Set(['test', 'testing', 'fixtures', 'testkit']);
const needless = /\.soak\.js(?:\.map)?$|\.d\.ts(?:\.map)?$|^apps\/web\/.*\.map$/;

const readJson = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** A second name for the same file; a copy where that would be on another file system. */
function linkOrCopy(source, target) {
  try {
    linkSync(source, target);
  } catch (error) {
    if (error.code !== 'EXDEV') throw error;
    copyFileSync(source, target);
  }
}

/** Copies what is `wanted` of a folder, file by file with `place`. */
function copyTree(from, to, wanted, place) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (!wanted(source)) continue;
    if (entry.isDirectory()) copyTree(source, target, wanted, place);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else place(source, target);
  }
}

/**
 * Folders of the packages that production needs, from the lock. Optional ones are left out: they are a Node of their
 * own for each platform, and colours for a terminal; the image brings Node.
 */
function productionPackages() {
  return Object.entries(readJson('package-lock.json').packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.optional && !entry.devOptional && !entry.link)
    .map(([path]) => path);
}

/** Half of all files, and none that runs. */
const forTools = /\.(?:[cm]?ts|map)$/;
/** Its licence lets it be used, not changed. */
const asItIs = 'node_modules/solclientjs';

/** Each package without the packages below it: those stand in the lock by themselves, and may be for development. */
function copyPackage(path, out, place) {
  const from = join(root, path);
  if (!existsSync(from)) fail(`${path} is in the lock but not installed.`);
  const nested = join(from, 'node_modules');
  const wanted = (source) => source !== nested && (path === asItIs || !forTools.test(source));
  copyTree(from, join(out, path), wanted, place);
}

async function dependencies(out, place) {
  await ensureInstalled();
  rmSync(join(out, 'node_modules'), { recursive: true, force: true });
  const packages = productionPackages();
  for (const path of packages) copyPackage(path, out, place);
  say(`${packages.length} production packages in ${join(out, 'node_modules')}`);
}

function copyBuilt(folder, out, leaveOut) {
  const top = join(root, 'dist');
  const wanted = (source) => {
    const path = source.slice(top.length + 1).replaceAll('\\', '/');
    return path !== leaveOut && !path.split('/').some((part) => testFolders.has(part)) && !needless.test(path);
  };
  copyTree(join(top, folder), join(out, 'dist', folder), wanted, copyFileSync);
}

async function application(out) {
  await ensureInstalled();
  const code = await ensureBuilt(node24());
  if (code !== 0) fail('The build failed: see the lines above.');
  for (const name of ['dist', 'deploy', 'broker']) rmSync(join(out, name), { recursive: true, force: true });
  for (const folder of [...sources, 'node_modules']) copyBuilt(folder, out, devBroker);
  copyBuilt(devBroker, join(out, 'broker'));
  mkdirSync(join(out, 'deploy'), { recursive: true });
  for (const name of deployed) cpSync(join(root, 'deploy', name), join(out, 'deploy', name));
  // `type: module` is what makes the compiled files ES modules; the scripts of the clone have no place here.
  const { name, version, license, type, dependencies: needed } = readJson('package.json');
  const slim = { name, version, private: true, license, type, dependencies: needed };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(slim, undefined, 2)}\n`);
  say(`Application in ${out}`);
}

function readArguments() {
  try {
    const options = { out: { type: 'string' }, link: { type: 'boolean' } };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [step = 'all', ...more] = positionals;
    if (!values.out || more.length > 0 || !['all', 'dependencies', 'application'].includes(step)) fail(usage);
    return { out: resolve(values.out), step, place: values.link ? linkOrCopy : copyFileSync };
  } catch (error) {
    return fail(`${error.message}\n${usage}`);
  }
}

const { out, step, place } = readArguments();
mkdirSync(out, { recursive: true });
if (step !== 'application') await dependencies(out, place);
if (step !== 'dependencies') await application(out);
