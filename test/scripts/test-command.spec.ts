import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, realpathSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { repoRoot, tempDir } from '@bourseworks/testkit';

/** The scripts in a folder of their own, without anything that they need. */
function copy(): string {
  const folder = tempDir('scripts');
  cpSync(join(repoRoot(), 'scripts'), join(folder, 'scripts'), { recursive: true });
  return folder;
}

const urlOf = (script: string): string =>
  JSON.stringify(pathToFileURL(join(repoRoot(), 'scripts', 'lib', script)).href);

function node(...args: string[]) {
  // An npm that cannot be started, so that nothing is asked of the network.
  const env = { ...process.env, npm_execpath: join(tempDir('npm'), 'npm-cli.js') };
  return spawnSync(process.execPath, args, { encoding: 'utf8', env });
}

describe('npm test', () => {
  it('ends with its counts although it could not even install', () => {
    const { status, stdout } = node(join(copy(), 'scripts', 'test.mjs'));
    expect([status, stdout.split('\n')]).toEqual([1, ['0 passed, 1 failed', '']]);
  });
});

describe('the installation', () => {
  const lock = (version: string, extra: object = {}): string =>
    JSON.stringify({ packages: { '': {}, 'node_modules/pinned': { version, optional: true }, ...extra } });

  function isCurrent(wanted: string, present: string): string {
    const folder = tempDir('lock');
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package-lock.json'), wanted);
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), present);
    const code = `import { installIsCurrent } from ${urlOf('install.mjs')};
      process.stdout.write(String(installIsCurrent(${JSON.stringify(folder)})));`;
    return node('--input-type=module', '--eval', code).stdout;
  }

  it('is current while every package that is there is the one of the lock, and only optional ones are missing', () => {
    const other = { 'node_modules/other': { version: '1.0.0' } };
    expect(isCurrent(lock('1.0.0', other), lock('1.0.0', other))).toBe('true');
    expect(isCurrent(lock('1.0.0', other), JSON.stringify({ packages: other }))).toBe('true');
    expect(isCurrent(lock('1.0.1', other), lock('1.0.0', other))).toBe('false');
    expect(isCurrent(lock('1.0.0', other), lock('1.0.0'))).toBe('false');
  });
});

describe('the folder of the specs', () => {
  /** Twice what it asks for: what other work takes meanwhile must not decide. */
  function hasRoom(place: string): boolean {
    const { bavail, bsize } = statfsSync(place);
    return process.platform !== 'win32' && freemem() > 12 * 2 ** 30 && bavail * bsize > 4 * 2 ** 30;
  }

  /** The folder of a run that is told of `place`. */
  function folderIn(place: string, tmp: string): string {
    const code = `import { specsFolder } from ${urlOf('specs-folder.mjs')};
      process.stdout.write(specsFolder(${JSON.stringify(place)}));`;
    const env = { ...process.env, TMPDIR: tmp, TEMP: tmp, TMP: tmp };
    return spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8', env }).stdout;
  }

  it('is where files are in memory, with nothing in it, if the machine has the room', () => {
    const [place, tmp] = [realpathSync(tempDir('place')), realpathSync(tempDir('tmp'))];
    const folder = folderIn(place, tmp);
    if (hasRoom(place)) expect(dirname(folder)).toBe(place);
    expect([place, tmp]).toContain(dirname(folder));
    expect([readdirSync(folder), readdirSync(place).length + readdirSync(tmp).length]).toEqual([[], 1]);
  });

  it('is among the temporary files of a system without such a place', () => {
    const tmp = realpathSync(tempDir('tmp'));
    expect(dirname(folderIn(join(tmp, 'none'), tmp))).toBe(tmp);
  });
});

describe('the order of the specs', () => {
  it('begins with those that start processes or wait for a venue, each part as Jest has it: the largest file first', () => {
    const sources = [
      ['libs/domain/src/large.spec.ts', 9_000],
      ['test/small.spec.ts', 10],
      ['apps/oms/test/one.e2e.spec.ts', 20],
      ['adapters/kraken/src/market-data/contract.spec.ts', 4],
      ['libs/domain/test/medium.spec.ts', 500],
      ['test/large.spec.ts', 5_000],
    ] as const;
    const root = JSON.stringify(repoRoot());
    const code = `import Sequencer from ${urlOf('test-sequencer.mjs')};
      import { dirname, join } from 'node:path';
      const sizes = new Map(${JSON.stringify(sources)}.map(([path, size]) => [join(${root}, path), size]));
      const context = {
        config: { id: 'none', cacheDirectory: ${JSON.stringify(tempDir('no-times'))}, haste: {} },
        hasteFS: { getSize: (path) => sizes.get(path) },
      };
      const sorted = await new Sequencer({ globalConfig: {} }).sort([...sizes.keys()].map((path) => ({ path, context })));
      process.stdout.write(sorted.map(({ path }) => path.slice(${root}.length + 1).replaceAll('\\\\', '/')).join(' '));`;
    const { stdout, stderr } = node('--input-type=module', '--eval', code);
    expect([stdout.split(' '), stderr]).toEqual([
      [
        'test/large.spec.ts',
        'test/small.spec.ts',
        'apps/oms/test/one.e2e.spec.ts',
        'adapters/kraken/src/market-data/contract.spec.ts',
        'libs/domain/src/large.spec.ts',
        'libs/domain/test/medium.spec.ts',
      ],
      '',
    ]);
  });
});
