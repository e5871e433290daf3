import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { entry, repoRoot } from '@bourseworks/testkit';

/** All that a service loads before it starts, and the command line. */
const MODULES = [
  'apps/exchange/src/exchange.module.js',
  'apps/market-data/src/market-data.module.js',
  'apps/oms/src/app.module.js',
  'apps/strategy-host/src/app.module.js',
  'apps/gateway/src/gateway.module.js',
  'apps/cli/src/program.js',
];

/** Names of the packages in a folder of them. */
function packagesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name.startsWith('@')) return packagesOf(join(folder, name)).map((below) => `${name}/${below}`);
    return existsSync(join(folder, name, 'package.json')) ? [name] : [];
  });
}

/** URLs of everything that a process loads, as its code tells with `tell()`. */
function loadedBy(code: string): string[] {
  const hooked = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    const tell = () => process.stdout.write(JSON.stringify(loaded), () => process.exit());
    ${code}`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', hooked], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}

/** URLs of everything that a service loads for these modules. */
function loadedFor(urls: readonly string[]): string[] {
  return loadedBy(`
    const { NestFactory } = await import(${JSON.stringify(pathToFileURL(entry('node_modules/@nestjs/core/index.mjs')).href)});
    for (const url of ${JSON.stringify(urls)}) await import(url);
    // Nest imports what it needs for HTTP and for messages only now.
    const app = await NestFactory.create(class {}, { logger: false });
    await app.close();
    tell();`);
}

describe('packages that the build bundles', () => {
  const bundled = packagesOf(join(repoRoot(), 'dist', 'node_modules'));
  const isOriginal = (url: string): boolean =>
    !url.includes('/dist/node_modules/') && bundled.some((name) => url.includes(`/node_modules/${name}/`));

  it('are those of which services load many files', () => {
    expect(bundled).toEqual(expect.arrayContaining(['@nestjs/common', '@nestjs/core', 'class-validator', 'rxjs']));
  });

  it('are there once: no service loads an original beside its bundle, whose classes would be others', () => {
    const loaded = loadedFor(MODULES.map((name) => pathToFileURL(entry(name)).href));
    expect(loaded.filter((url) => url.includes('/dist/node_modules/')).length).toBeGreaterThan(bundled.length);
    expect(loaded.filter(isOriginal)).toEqual([]);
  });

  it('are what specs run with, which are told of what the bundle lacks', () => {
    const resolve = createRequire(import.meta.url)('../../scripts/jest-resolver.cjs') as (
      request: string,
      options: object,
    ) => string;
    const at = (basedir: string, request: string): string =>
      resolve(request, { basedir, defaultResolver: (asked: string) => `original ${asked}` });
    expect(at(repoRoot(), 'rxjs')).toBe(join(repoRoot(), 'dist', 'node_modules', 'rxjs', 'index.mjs'));
    expect(() => at(repoRoot(), 'rxjs/ajax')).toThrow('rxjs/ajax is not in the bundle of rxjs: run `npm run build`');
    expect(at(repoRoot(), 'solclientjs')).toBe('original solclientjs');
    expect(at(join(repoRoot(), 'node_modules', 'jest'), 'rxjs')).toBe('original rxjs');
  });
});

describe('sources that the build has compiled', () => {
  /** What a spec beside the sources of the domain gets, with a build of these sources or without. */
  function resolved(request: string, built: '0' | '1'): string {
    const code = `const resolve = require('./scripts/jest-resolver.cjs');
      const options = { basedir: ${JSON.stringify(join(repoRoot(), 'libs', 'domain', 'src'))}, defaultResolver: String };
      process.stdout.write(resolve(${JSON.stringify(request)}, options));`;
    const env = { ...process.env, BOURSEWORKS_SPECS_FROM_DIST: built };
    return spawnSync(process.execPath, ['--eval', code], { cwd: repoRoot(), encoding: 'utf8', env }).stdout;
  }

  it('are what specs run with; without a build, and for what it leaves out, the sources are', () => {
    expect(resolved('./index.js', '1')).toBe(join(repoRoot(), 'dist', 'libs', 'domain', 'src', 'index.js'));
    expect(resolved('./index.js', '0')).toBe('./index.ts');
    expect(resolved('../../../apps/web/src/main.js', '1')).toBe('../../../apps/web/src/main.ts');
  });

  it('are those of every library, as services load them', async () => {
    const own = (await import('@bourseworks/domain')) as Record<string, unknown>;
    const compiled = (await import(entry('libs/domain/src/index.js'))) as Record<string, unknown>;
    expect(Object.keys(own).filter((name) => own[name] !== compiled[name])).toEqual([]);
  });
});

describe('the command line', () => {
  const url = pathToFileURL(entry('apps/cli/src/run-program.js')).href;

  it('is a few files, and loads what a command does not need only for those that do', () => {
    const loaded = loadedBy(`await import(${JSON.stringify(url)}); tell();`);
    const own = loaded.filter((each) => each.startsWith('file:') && !each.includes('/node_modules/'));
    expect(own.length).toBeLessThan(40);
    expect(loaded.filter((each) => each.includes('solclientjs'))).toEqual([]);
  });

  it('names its sources in a stack trace', () => {
    const code = `const { runProgram } = await import(${JSON.stringify(url)}); await runProgram(null);`;
    const args = ['--enable-source-maps', '--input-type=module', '--eval', code];
    const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toMatch(/at \S*runProgram \(.*apps\/cli\/src\/run-program\.ts:\d+:\d+\)/);
  });
});
