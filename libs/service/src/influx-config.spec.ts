import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, describeSettings, loadEnv } from '@bourseworks/observability';
import { settingStates } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { InfluxConfig, influxOptions } from './influx-config.js';

const optionsOf = (env: Record<string, string>): unknown => influxOptions(loadEnv(InfluxConfig, env));

function problemOf(env: Record<string, string>): string {
  try {
    optionsOf(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

const LOGIN = { username: '', password: '', token: '' };
const TWO = { INFLUX_ORG: 'ours' };

describe('InfluxConfig', () => {
  it('stands for no store without an address', () => {
    expect(optionsOf({})).toBeUndefined();
    expect(optionsOf({ INFLUX_URL: '', INFLUX_TOKEN: 'x' })).toBeUndefined();
  });

  it.each([
    [{ INFLUX_VERSION: '1' }, { version: 1, org: '', ...LOGIN }],
    [
      { INFLUX_VERSION: '1', INFLUX_USERNAME: 'me', INFLUX_PASSWORD: 'p' },
      { version: 1, org: '', ...LOGIN, username: 'me', password: 'p' },
    ],
    [TWO, { version: 2, org: 'ours', ...LOGIN }],
    [
      { INFLUX_VERSION: '3', INFLUX_TOKEN: 't', INFLUX_DATABASE: 'other' },
      { version: 3, org: '', ...LOGIN, token: 't', database: 'other' },
    ],
  ])('stands for a server of loopback by %j', (env, server) => {
    expect(optionsOf({ INFLUX_URL: 'http://127.0.0.1:8086', ...env })).toEqual({
      server: { url: 'http://127.0.0.1:8086', database: 'bourseworks', ...server },
      timeoutUs: 1_000_000,
    });
  });

  it('takes the authority from a file', () => {
    const file = join(tempDir(), 'ca.pem');
    writeFileSync(file, 'PEM');
    const env = { ...TWO, INFLUX_URL: 'https://influx.example/behind', INFLUX_TOKEN: 't', INFLUX_CA_FILE: file };
    expect(optionsOf({ ...env, INFLUX_TIMEOUT_MS: '50' })).toMatchObject({
      server: { url: 'https://influx.example/behind', tls: { ca: 'PEM' } },
      timeoutUs: 50_000,
    });
  });

  it('refuses a server beyond loopback without login, or without TLS unless that is wanted', () => {
    const env = { ...TWO, INFLUX_URL: 'http://10.0.0.1:8086' };
    expect(problemOf(env)).toMatch(/^INFLUX_TOKEN must be set/);
    expect(problemOf({ INFLUX_URL: 'https://influx', INFLUX_VERSION: '1' })).toMatch(/^INFLUX_PASSWORD must be set/);
    expect(problemOf({ ...env, INFLUX_TOKEN: 't' })).toMatch(/^INFLUX_URL is beyond loopback and without TLS/);
    expect(optionsOf({ ...env, INFLUX_TOKEN: 't', INFLUX_PLAINTEXT: 'yes' })).toMatchObject({
      server: { url: env.INFLUX_URL },
    });
  });

  it.each([
    ['INFLUX_URL', { ...TWO, INFLUX_URL: 'ftp://localhost' }],
    ['INFLUX_URL', { ...TWO, INFLUX_URL: 'http://me:hunter2@localhost' }],
    ['INFLUX_URL', { ...TWO, INFLUX_URL: 'http://localhost:99999' }],
    ['INFLUX_URL', { ...TWO, INFLUX_URL: 'http://localhost/?token=hunter2' }],
    ['INFLUX_VERSION', { ...TWO, INFLUX_URL: 'http://localhost', INFLUX_VERSION: '4' }],
    ['INFLUX_ORG', { INFLUX_URL: 'http://localhost' }],
    ['INFLUX_ORG', { ...TWO, INFLUX_URL: 'http://localhost', INFLUX_VERSION: '3' }],
    ['INFLUX_TOKEN', { INFLUX_URL: 'http://localhost', INFLUX_VERSION: '1', INFLUX_TOKEN: 'hunter2' }],
    ['INFLUX_PASSWORD', { ...TWO, INFLUX_URL: 'http://localhost', INFLUX_PASSWORD: 'hunter2' }],
    ['INFLUX_USERNAME', { ...TWO, INFLUX_URL: 'http://localhost', INFLUX_USERNAME: 'me' }],
    ['INFLUX_USERNAME', { INFLUX_URL: 'http://localhost', INFLUX_VERSION: '1', INFLUX_PASSWORD: 'hunter2' }],
    ['INFLUX_CA_FILE', { ...TWO, INFLUX_URL: 'http://localhost', INFLUX_CA_FILE: '/ca.pem' }],
    ['INFLUX_CA_FILE', { ...TWO, INFLUX_URL: 'https://localhost', INFLUX_CA_FILE: '/there/is/none.pem' }],
    ['INFLUX_TIMEOUT_MS', { INFLUX_TIMEOUT_MS: '0' }],
  ])('names %s and says no login when it cannot be used: %j', (name, env) => {
    const problem = problemOf(env);
    expect(problem.startsWith(name)).toBe(true);
    expect(problem).not.toContain('hunter');
  });

  it('is shown without what is secret', () => {
    const env = { INFLUX_TOKEN: 'hunter2', INFLUX_PASSWORD: 'hunter3' };
    expect(JSON.stringify(settingStates(describeSettings(InfluxConfig), env))).not.toContain('hunter');
  });
});
