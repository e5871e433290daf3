import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { SettingState } from '@bourseworks/ports';
import { entry, repoRoot, tempDir } from '@bourseworks/testkit';

const page = readFileSync(join(repoRoot(), 'docs/reference/configuration.md'), 'utf8');
const mains = [
  'libs/smf-broker/src/main.js',
  'apps/exchange/src/main.js',
  'apps/gateway/src/main.js',
  'apps/market-data/src/main.js',
  'apps/oms/src/main.js',
  'apps/strategy-host/src/main.js',
];

function settingsOf(main: string, env: Record<string, string>): { status: number | null; states: SettingState[] } {
  // Nothing of the shell that runs the tests.
  const clean = { PATH: process.env['PATH'] ?? '', ...env };
  const { status, stdout } = spawnSync(process.execPath, [entry(main), '--settings'], { encoding: 'utf8', env: clean });
  return { status, states: JSON.parse(stdout) as SettingState[] };
}

/** An adapter as somebody else would write it; its entry in ADAPTERS. */
function outsideAdapter(text: string): string {
  const file = join(tempDir('settings'), 'adapter.mjs');
  writeFileSync(file, text);
  return `${file}#create`;
}

describe('--settings of a service', () => {
  it.each(mains)('%s lists documented variables with their meanings, and does not start', (main) => {
    const { status, states } = settingsOf(main, {});
    expect(status).toBe(0);
    expect(states.filter(({ name }) => !page.includes(`| \`${name}\` |`))).toEqual([]);
    expect(states.filter(({ meaning, source }) => meaning === '' || source !== 'default')).toEqual([]);
  });

  it('tells the problems of all that the process reads, with exit code 1', () => {
    const env = { OMS_PORT: 'x', ACCOUNTS: '[', RISK_FILE: '/nowhere', SOLACE_URL: 'x', EXCHANGE_URL: 'x' };
    const { status, states } = settingsOf('apps/oms/src/main.js', env);
    expect(status).toBe(1);
    const wrong = states.filter(({ problem }) => problem !== undefined).map(({ name }) => name);
    expect(wrong.toSorted()).toEqual(Object.keys(env).toSorted());
  });

  it('takes in what an adapter from outside exports, without making the adapter', () => {
    const ADAPTERS = outsideAdapter(`
      export const settings = {
        settings: [{ name: 'CSV_TOKEN', meaning: 'key', secret: true }],
        check: ({ CSV_TOKEN }) => { if (!CSV_TOKEN) throw new Error('CSV_TOKEN is missing'); },
      };
      export function create() { throw new Error('made'); }`);
    const missing = settingsOf('apps/market-data/src/main.js', { ADAPTERS });
    expect(missing.status).toBe(1);
    expect(missing.states.filter(({ problem }) => problem !== undefined)).toEqual([
      expect.objectContaining({ name: 'CSV_TOKEN', problem: 'CSV_TOKEN is missing', set: false }),
    ]);
    expect(settingsOf('apps/market-data/src/main.js', { ADAPTERS, CSV_TOKEN: 'x' }).status).toBe(0);
  });

  it('names an adapter that cannot be loaded', () => {
    const ADAPTERS = outsideAdapter('throw new Error("broken at its top");');
    const { status, states } = settingsOf('apps/market-data/src/main.js', { ADAPTERS });
    expect(status).toBe(1);
    expect(states.find(({ name }) => name === 'ADAPTERS')?.problem).toMatch(/^ADAPTERS .*broken at its top/);
  });
});
