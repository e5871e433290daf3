import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { entry, tempDir } from '@bourseworks/testkit';

const folder = tempDir('adapters');
const module = (name: string): string => `new URL('./${name}', import.meta.url).href`;
const side = (name: string): string => `{ moduleUrl: ${module(name)}, config: {} }`;
const adapter = (fields: string): string => `() => ({ name: 'mine', venues: ['here'], ${fields} })`;

/** Exports of one module, and what an ADAPTERS entry that names each of them leads to. */
const EXPORTS: Readonly<Record<string, readonly [string, RegExp]>> = {
  good: [adapter(`marketData: ${side('data.mjs')}`), /^mine: here$/],
  later: [`async () => ({ name: 'later', venues: ['a', 'b'], createBroker() {} })`, /^later: a b$/],
  reads: [`({ WHERE }) => ({ name: 'reads', venues: [WHERE], createBroker() {} })`, /^reads: there$/],
  noFunction: ['{}', /exports noFunction, but no function; it exports/],
  throws: [`() => { throw new RangeError('no key'); }`, /#throws, which threw RangeError: no key/],
  refuses: [
    `() => { throw new DomainError({ code: 'CONFIG_INVALID', message: 'MY_KEY must be set' }); }`,
    /^MY_KEY must be set$/,
  ],
  nothing: ['() => undefined', /made no usable adapter: it is no object$/],
  getter: [
    `() => ({ name: 'mine', get venues() { throw new Error('no venues'); }, createBroker() {} })`,
    /cannot be loaded: Error: no venues \(.*adapters\.mjs:\d+\)$/,
  ],
  empty: ['() => ({})', /its name must be .*; venues must be a list .*; it has neither marketData nor createBroker$/],
  badName: [
    `() => ({ name: 'A.B', venues: ['here', 'here'], createBroker: 1 })`,
    /name must be .*; a venue is listed twice; createBroker must/,
  ],
  badVenue: [`() => ({ name: 'mine', venues: ['a/b'], createBroker() {} })`, /each of its venues must be/],
  badSide: [
    adapter(
      `marketData: { moduleUrl: './data.mjs', driven: 1, connections: 0, history: { source: 'x', latenessUs: 0 } }`,
    ),
    /moduleUrl must be a file URL.*config must.*driven must.*connections must.*history must be \{source/,
  ],
  noData: [
    adapter(`marketData: ${side('absent.mjs')}`),
    /market data cannot be loaded: .*absent\.mjs could not be loaded/,
  ],
  noFactory: [adapter(`marketData: ${side('adapters.mjs')}`), /does not export createMarketDataAdapter/],
  dies: [adapter(`marketData: ${side('dies.mjs')}`), /its thread ended with code 7/],
  uncloneable: [
    adapter(`marketData: { moduleUrl: ${module('data.mjs')}, config: { call() {} } }`),
    /handed to a thread/,
  ],
  second: [`() => ({ name: 'other', venues: ['here'], createBroker() {} })`, /^other: here$/],
  sim: [`() => ({ name: 'sim', venues: ['x'], createBroker() {} })`, /^sim: x$/],
};

const file = join(folder, 'adapters.mjs');
const texts = {
  ...Object.fromEntries(Object.keys(EXPORTS).map((name) => [name, `${file}#${name}`])),
  both: `sim, ${file}#good`,
  two: `${file}#good,${file}#sim,${file}#second`,
  twice: `sim,${file}#sim`,
  unknown: 'sim,nasdaq',
  absent: `${join(folder, 'absent.mjs')}#good`,
  missing: `${file}#unheardOf`,
  imports: `${join(folder, 'imports.mjs')}#create`,
};
let outcomes: Record<string, { names?: string[]; code?: string; message?: string }> = {};

beforeAll(() => {
  const lines = Object.entries(EXPORTS).map(([name, [code]]) => `export const ${name} = ${code};`);
  writeFileSync(file, ["import { DomainError } from '@bourseworks/domain';", ...lines].join('\n'));
  writeFileSync(join(folder, 'data.mjs'), "import '@bourseworks/ports'; export function createMarketDataAdapter() {}");
  writeFileSync(join(folder, 'dies.mjs'), 'process.exit(7);');
  writeFileSync(join(folder, 'imports.mjs'), "import '@bourseworks/observability';");
  const program = entry('adapters/installed/fixtures/try-adapters.js');
  const env = { ...process.env, WHERE: 'there' };
  const { stdout, stderr } = spawnSync(process.execPath, [program, ...Object.values(texts)], { encoding: 'utf8', env });
  if (stdout === '') throw new Error(stderr);
  const all = JSON.parse(stdout) as (typeof outcomes)[string][];
  outcomes = Object.fromEntries(Object.keys(texts).map((name, index) => [name, all[index]]));
});

describe('an adapter by its path', () => {
  it.each(Object.keys(EXPORTS))('%s', (name) => {
    const { names, code, message } = outcomes[name];
    expect(names?.join() ?? message).toMatch(EXPORTS[name][1]);
    if (names !== undefined) return;
    expect(code).toBe('CONFIG_INVALID');
    if (name !== 'refuses') expect(message?.startsWith('ADAPTERS ')).toBe(true);
  });

  it('stands beside the installed ones, in the order of ADAPTERS', () => {
    expect(outcomes['both'].names).toEqual(['sim: sim', 'mine: here']);
    expect(outcomes['two'].names).toEqual(['mine: here', 'sim: x', 'other: here']);
  });

  it.each([
    ['twice', /^ADAPTERS names sim and .*#sim: both adapters are called sim$/],
    ['unknown', /^ADAPTERS names "nasdaq"; there are sim, replay, .*and path/],
    ['absent', /^ADAPTERS names what cannot be loaded: .* there is no file .*absent\.mjs$/],
    ['missing', /does not export unheardOf; it exports /],
    ['imports', /imports @bourseworks\/observability, which is not for use outside/],
  ])('%s is refused in one line', (name, line) => {
    expect(outcomes[name]).toEqual({ code: 'CONFIG_INVALID', message: expect.stringMatching(line) as unknown });
  });
});
