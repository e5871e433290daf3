import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { entry, repoRoot } from '@bourseworks/testkit';

const dist = join(repoRoot(), 'dist');
const folder = join(dist, 'bundles');
/** What was compiled, and its bundle, both below dist. */
const bundles = JSON.parse(readFileSync(join(folder, 'bundles.json'), 'utf8')) as Readonly<Record<string, string>>;
const preload = `--import=${pathToFileURL(entry('apps/cli/src/launcher/preload.js')).href}`;

function outputOf(code: string): string {
  const args = [preload, '--input-type=module', '--eval', code];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return status === 0 ? stdout : stderr;
}

describe('services in bundles', () => {
  it('are all of them, their threads, their libraries and the modules that adapters name', () => {
    const names = [
      'apps/exchange',
      'apps/market-data',
      'apps/oms',
      'apps/strategy-host',
      'apps/gateway',
      'libs/smf-broker',
    ];
    const some = [
      'libs/domain/src/index.js',
      'libs/dto/src/shapes/index.js',
      'libs/strategy/src/worker/strategy.worker.js',
    ];
    const named = ['adapters/sim/src/market-data/sim-market-data.module.js', 'strategies/pairs-trading/src/index.js'];
    const expected = [...names.map((name) => `${name}/src/main.js`), ...some, ...named];
    expect(Object.keys(bundles)).toEqual(expect.arrayContaining(expected));
  });

  it('take nothing that is bundled from where it was compiled: its classes would be others', () => {
    const units = new Set(Object.keys(bundles).map((path) => path.split('/', 2).join('/')));
    const entries = new Map(Object.entries(bundles).map(([path, bundle]) => [bundle, path]));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => `bundles/${name.replaceAll(sep, '/')}`);
    const taken = files.flatMap((file) => {
      const code = readFileSync(join(dist, file), 'utf8');
      // An entry is loaded as what was compiled.
      const from = posix.dirname(entries.get(file) ?? file);
      return [...code.matchAll(/\b(?:from|import) ?\(?"(\.[^"]+)"/g)].map(([, path]) => posix.join(from, path));
    });
    expect(taken).toContain('libs/domain/src/index.js');
    const isWrong = (path: string): boolean =>
      path.startsWith('bundles/')
        ? !files.includes(path) || entries.has(path)
        : units.has(path.split('/', 2).join('/')) && !(path in bundles);
    expect(taken.filter(isWrong)).toEqual([]);
  });

  it('are what a process loads in place of them, at their address', () => {
    const url = JSON.stringify(pathToFileURL(entry('libs/order-engine/src/index.js')).href);
    const code = `const loaded = [];
      (await import('node:module')).registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import(${url});
      console.log(JSON.stringify(loaded.filter((each) => each.includes('/libs/')).map((each) => each.split('/dist/')[1])));`;
    const loaded = JSON.parse(outputOf(code)) as string[];
    expect(loaded).toContain('libs/order-engine/src/index.js');
    expect(loaded.filter((path) => !(path in bundles) && !path.startsWith('bundles/'))).toEqual([]);
    expect(loaded.length).toBeLessThan(30);
  });

  it('name our sources in a stack trace', () => {
    const url = JSON.stringify(pathToFileURL(entry('libs/domain/src/index.js')).href);
    const code = `const { expectOk } = await import(${url}); expectOk({ ok: false, refusal: { code: 'X', message: 'no' } });`;
    expect(outputOf(code)).toMatch(/at \S*expectOk \(.*libs\/domain\/src\/result\.ts:\d+:\d+\)/);
  });

  it('have the web sockets of Node, which `node:http` does not load for them', () => {
    const code = `import http from 'node:http'; console.log(typeof WebSocket, typeof CloseEvent, 'WebSocket' in http);`;
    expect(outputOf(code)).toBe('function function false\n');
  });
});
