import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { entry, repoRoot, tempDir } from '@bourseworks/testkit';

const CHECKS = `export function makeLunch() {
  return { name: 'lunch', check: ({ nowUs }) => (nowUs % 2 === 0 ? undefined : { message: 'closed for lunch' }) };
}
export const notMade = () => ({ name: '' });
export const broken = () => { throw new Error('no calendar'); };
`;

const REFUSED = [
  ['a file that is not there', '/no/such/check.js#make', /there is no file/],
  ['an export that is not there', 'FILE#makeDinner', /does not export makeDinner/],
  ['a function that makes no check', 'FILE#notMade', /does not return a check/],
  ['a function that throws', 'FILE#broken', /no calendar/],
  ['a path without an export', 'FILE', /does not say which export/],
] as const;
const EXAMPLE = `${join(repoRoot(), 'examples', 'own-check.mjs')}#roundLots`;
const ENTRIES = ['FILE#makeLunch, FILE#makeLunch', '', EXAMPLE, ...REFUSED.map(([, entries]) => entries)];

/** Modules from outside cannot be imported under a test runner: one process does it for all. */
const ASK = `
const { loadOwnChecks } = await import(process.argv[1]);
const said = [];
const order = { instrument: { assetClass: 'equity', qtyScale: 0 }, quantity: 150 };
for (const entries of JSON.parse(process.argv[2])) {
  try {
    const checks = await loadOwnChecks(entries);
    const words = (one) => [one.name, one.check({ ...order, nowUs: 1 })?.message, one.check({ ...order, nowUs: 2, quantity: 300 })?.message ?? 'passes'];
    said.push(checks.map(words));
  } catch (error) {
    said.push(error.constructor.name + ' ' + error.message);
  }
}
console.log(JSON.stringify(said));`;

const said = new Map<string, unknown>();
beforeAll(() => {
  const file = join(tempDir(), 'checks.mjs');
  writeFileSync(file, CHECKS);
  const url = pathToFileURL(entry('apps/oms/src/config/own-checks.js')).href;
  const asked = JSON.stringify(ENTRIES.map((entries) => entries.replaceAll('FILE', file)));
  const args = ['--input-type=module', '-e', ASK, url, asked];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
  const all = JSON.parse(stdout) as unknown[];
  for (const [n, entries] of ENTRIES.entries()) said.set(entries, all[n]);
}, 60_000);

describe('checks of a desk of its own', () => {
  it('are made by the functions that the setting names, in its order', () => {
    const lunch = ['lunch', 'closed for lunch', 'passes'];
    expect(said.get('FILE#makeLunch, FILE#makeLunch')).toEqual([lunch, lunch]);
  });

  it('are written as the example is', () => {
    expect(said.get(EXAMPLE)).toEqual([['round-lots', '150 shares are no round lot', 'passes']]);
  });

  it('are none without the setting', () => {
    expect(said.get('')).toEqual([]);
  });

  it.each(REFUSED)('keep the OMS from starting with %s', (_name, entries, reason) => {
    expect(said.get(entries)).toMatch(/^ConfigError RISK_CHECKS: /);
    expect(said.get(entries)).toMatch(reason);
  });
});
