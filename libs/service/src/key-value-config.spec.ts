import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@bourseworks/observability';
import { settingStates } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { keyValueSettings } from './settings.js';

const optionsOf = (env: Record<string, string>): unknown => keyValueSettings.check?.(env);

function problemOf(env: Record<string, string>): string {
  try {
    optionsOf(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

const PLAIN = { username: '', password: '', database: 0 };

describe('keyValueSettings', () => {
  it('stand for a file below DATA_DIR without Redis', () => {
    const path = join('var', 'shared', 'key-value.db');
    expect(optionsOf({})).toEqual({ form: 'file', path, timeoutUs: 1_000_000 });
    expect(optionsOf({ DATA_DIR: '/data', STORE_TIMEOUT_MS: '50', REDIS_URL: '' })).toEqual({
      form: 'file',
      path: join('/data', 'shared', 'key-value.db'),
      timeoutUs: 50_000,
    });
  });

  it.each([
    ['redis://localhost', { host: 'localhost', port: 6_379, ...PLAIN }],
    ['redis://127.0.0.1:7000/3', { host: '127.0.0.1', port: 7_000, ...PLAIN, database: 3 }],
    ['redis://[::1]:7000/', { host: '::1', port: 7_000, ...PLAIN }],
    ['redis://me:a%2Fb@127.8.8.8', { host: '127.8.8.8', port: 6_379, database: 0, username: 'me', password: 'a/b' }],
    ['rediss://:pw@redis.example', { host: 'redis.example', port: 6_379, ...PLAIN, password: 'pw', tls: {} }],
  ])('stand for the server of %s', (url, server) => {
    expect(optionsOf({ REDIS_URL: url })).toEqual({
      form: 'redis',
      server,
      prefix: 'bourseworks',
      timeoutUs: 1_000_000,
    });
  });

  it('take the login from variables of their own, and the authority from a file', () => {
    const file = join(tempDir(), 'ca.pem');
    writeFileSync(file, 'PEM');
    const env = { REDIS_URL: 'rediss://redis.example', REDIS_USERNAME: 'me', REDIS_PASSWORD: 'a/b', REDIS_PREFIX: 'x' };
    expect(optionsOf({ ...env, REDIS_CA_FILE: file })).toMatchObject({
      prefix: 'x',
      server: { username: 'me', password: 'a/b', tls: { ca: 'PEM' } },
    });
  });

  it('refuse a server beyond loopback without password, or without TLS unless that is wanted', () => {
    expect(problemOf({ REDIS_URL: 'rediss://redis.example' })).toMatch(/^REDIS_PASSWORD must be set/);
    expect(problemOf({ REDIS_URL: 'redis://:pw@10.0.0.1' })).toMatch(/^REDIS_URL is beyond loopback and without TLS/);
    expect(problemOf({ REDIS_URL: 'redis://:pw@127.0.0.1.example' })).toMatch(/^REDIS_URL is beyond loopback/);
    expect(problemOf({ REDIS_URL: 'redis://redis', REDIS_PLAINTEXT: 'yes' })).toMatch(/^REDIS_PASSWORD/);
    const wanted = { REDIS_URL: 'redis://:pw@redis', REDIS_PLAINTEXT: 'yes' };
    expect(optionsOf(wanted)).toMatchObject({ server: { host: 'redis', password: 'pw' } });
  });

  it.each([
    ['REDIS_URL', { REDIS_URL: 'http://:hunter2@localhost' }],
    ['REDIS_URL', { REDIS_URL: 'redis://:hunter2@' }],
    ['REDIS_URL', { REDIS_URL: 'redis://:hunter2@localhost:99999' }],
    ['REDIS_URL', { REDIS_URL: 'redis://:hunter2@localhost/1024' }],
    ['REDIS_URL', { REDIS_URL: 'redis://:hunter2@localhost/0?x=1' }],
    ['REDIS_URL', { REDIS_URL: 'redis://:hunter2%zz@localhost' }],
    ['REDIS_PASSWORD', { REDIS_URL: 'redis://:hunter2@localhost', REDIS_PASSWORD: 'hunter3' }],
    ['REDIS_USERNAME', { REDIS_URL: 'redis://me:hunter2@localhost', REDIS_USERNAME: 'hunter3' }],
    ['REDIS_CA_FILE', { REDIS_URL: 'redis://:hunter2@localhost', REDIS_CA_FILE: '/ca.pem' }],
    ['REDIS_CA_FILE', { REDIS_URL: 'rediss://:hunter2@localhost', REDIS_CA_FILE: '/there/is/none.pem' }],
    ['REDIS_PREFIX', { REDIS_URL: 'redis://:hunter2@localhost', REDIS_PREFIX: 'a{b}' }],
    ['STORE_TIMEOUT_MS', { STORE_TIMEOUT_MS: '0' }],
  ])('name %s and say no login when it cannot be used: %j', (name, env) => {
    const problem = problemOf(env);
    expect(problem.startsWith(name)).toBe(true);
    expect(problem).not.toContain('hunter');
  });

  it('are shown without what is secret', () => {
    const env = { REDIS_URL: 'redis://:hunter2@localhost', REDIS_PASSWORD: 'hunter3' };
    expect(JSON.stringify(settingStates(keyValueSettings.settings, env))).not.toContain('hunter');
  });
});
