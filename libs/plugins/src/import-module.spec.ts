import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { entry, tempDir } from '@bourseworks/testkit';

const FILES = {
  'good.mjs': "import { Strategy } from '@bourseworks/strategy'; export const type = Strategy;",
  'good.cjs': "exports.type = require('@bourseworks/strategy').Strategy;",
  'bundled.cjs': `
    const { Strategy } = require('@bourseworks/strategy');
    for (const name of ['type']) Object.defineProperty(exports, name, { enumerable: true, get: () => Strategy });`,
  'all.mjs':
    ['domain', 'dto/shapes', 'indicators', 'ports', 'pricing', 'statistics', 'strategy']
      .map((name) => `import '@bourseworks/${name}';`)
      .join('') + "export { Strategy as type } from '@bourseworks/strategy';",
  'private.mjs': "import '@bourseworks/ring';",
  'dist.mjs': `import '${pathToFileURL(entry('libs/ring/src/index.js')).href}';`,
  'dist.cjs': `require(${JSON.stringify(entry('libs/ring/src/index.js'))});`,
  'public.mjs': `export { Strategy as type } from '${pathToFileURL(entry('libs/strategy/src/index.js')).href}';`,
  'below.mjs': "import '@bourseworks/domain/src/money.js';",
  'deep.mjs': "import './private.mjs';",
  'syntax.mjs': '\nexport const = 1;',
  'throws.mjs': "throw new RangeError('not today');",
  'odd.mjs': 'throw Object.create(null);',
  'needs.mjs': "import 'not-installed';",
  'needs.cjs': "\n\nrequire('not-installed');",
  'lines.mjs': "throw new Error('one\\n  two file://nas/a.js:1');",
} as const;
type Name = keyof typeof FILES | 'absent.mjs';

interface Outcome {
  own?: boolean;
  code?: string;
  message?: string;
}

const folder = tempDir('plugins');
const names = [...Object.keys(FILES), 'absent.mjs'] as Name[];
let main: Outcome[] = [];
let thread: Outcome[] = [];

beforeAll(() => {
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
  const urls = names.map((name) => pathToFileURL(join(folder, name)).href);
  // In a process of its own: Jest's modules do not go through the loader that is at work here.
  const program = entry('libs/plugins/fixtures/try-import.js');
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...urls], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  [main, thread] = JSON.parse(stdout) as [Outcome[], Outcome[]];
});

const outcome = (name: Name): Outcome => main[names.indexOf(name)];

describe('importing a module from outside of the tree', () => {
  it.each<Name>(['good.mjs', 'good.cjs', 'bundled.cjs', 'all.mjs', 'public.mjs'])(
    '%s gets the platform’s own copy of our libraries',
    (name) => {
      expect(outcome(name)).toEqual({ own: true });
    },
  );

  it.each<[Name, string]>([
    ['private.mjs', '@bourseworks/ring'],
    ['below.mjs', '@bourseworks/domain/src/money.js'],
    ['deep.mjs', '@bourseworks/ring'],
    ['dist.mjs', pathToFileURL(entry('libs/ring/src/index.js')).href],
    ['dist.cjs', entry('libs/ring/src/index.js')],
  ])('%s is refused: what it imports is not public', (name, specifier) => {
    const { code, message } = outcome(name);
    expect(code).toBe('PLUGIN_IMPORT');
    expect(message).toContain(` imports ${specifier}, `);
    expect(message).toContain(join(folder, name === 'deep.mjs' ? 'private.mjs' : name));
  });

  it.each<[Name, RegExp]>([
    ['syntax.mjs', /SyntaxError: Unexpected token '='/],
    ['throws.mjs', /RangeError: not today \(.*throws\.mjs:1\)/],
    ['odd.mjs', /could not be loaded: \[Object: null prototype\] \{\}/],
    ['needs.mjs', /Cannot find package 'not-installed'/],
    ['needs.cjs', /Cannot find module 'not-installed' Require stack: - .*needs\.cjs$/],
    ['lines.mjs', /Error: one two file:\/\/nas\/a\.js:1 \(.*lines\.mjs:1\)$/],
    ['absent.mjs', /Cannot find module/],
  ])('%s is refused with its path and the reason', (name, reason) => {
    const { code, message } = outcome(name);
    expect(code).toBe('PLUGIN_INVALID');
    expect(message?.startsWith(`${join(folder, name)} could not be loaded: `)).toBe(true);
    expect(message).toMatch(reason);
  });

  it('is the same in a thread, which inherits nothing from the main one', () => {
    expect(thread).toEqual(main);
  });
});
