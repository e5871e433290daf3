import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@bourseworks/domain';
import type { SettingState } from '@bourseworks/ports';
import { entry } from '@bourseworks/testkit';
import { IsInt, Max } from 'class-validator';
import { ConfigError } from '../config/config-error.js';
import { Setting } from '../config/env-decorators.js';
import type { ServiceOptions } from './service-options.js';
import { checkSettings, settingsReport } from './settings.js';

class Config {
  @Setting('threads')
  @IsInt()
  @Max(8)
  THREADS = 1;
}

const options: ServiceOptions = {
  name: 'unit',
  defaultPort: 3000,
  portVar: 'UNIT_PORT',
  config: Config,
  checks: [
    (env) => {
      if (env['THREADS'] === '7') throw new ConfigError(['THREADS must not be seven', 'the moon is full']);
    },
  ],
  settings: () => [
    {
      settings: [{ name: 'VENUE_URL', meaning: 'address' }],
      check: (env) => {
        if (env['VENUE_URL'] !== 'bad') return;
        throw new DomainError({ code: 'CONFIG_INVALID', message: 'VENUE_URL must be an address' });
      },
    },
  ],
};

const problemsIn = async (env: NodeJS.ProcessEnv): Promise<Record<string, string>> => {
  const { states } = await settingsReport(options, env);
  return Object.fromEntries(states.flatMap(({ name, problem }) => (problem === undefined ? [] : [[name, problem]])));
};

describe('the settings of a service', () => {
  it('are its port, its class, those of its parts, and what every service has', async () => {
    const { states } = await settingsReport(options, {});
    expect(states.map(({ name }) => name)).toEqual(['UNIT_PORT', 'THREADS', 'VENUE_URL', 'HOST', 'LOG_LEVEL']);
    expect(states[1]).toEqual({
      name: 'THREADS',
      value: '1',
      default: '1',
      source: 'default',
      secret: false,
      meaning: 'threads',
    });
  });

  it('are told all their problems at once', async () => {
    expect(await problemsIn({ UNIT_PORT: 'x', THREADS: '9', VENUE_URL: 'bad', LOG_LEVEL: 'loud' })).toEqual({
      UNIT_PORT: 'UNIT_PORT must be a port, 0 to 65535 (it is "x")',
      THREADS: 'THREADS must not be greater than 8 (it is "9")',
      VENUE_URL: 'VENUE_URL must be an address',
      LOG_LEVEL: expect.stringMatching(/^LOG_LEVEL must be one of/),
    });
  });

  it('keep a problem that names no variable', async () => {
    const { others } = await settingsReport(options, { THREADS: '7' });
    expect(others).toEqual(['the moon is full']);
  });

  it('show no secret, also where an adapter tells of none', async () => {
    const key = { name: 'VENUE_API_KEY', meaning: 'key' };
    const pin = { name: 'VENUE_PIN', meaning: 'pin', secret: true };
    const check = (env: Readonly<Record<string, string | undefined>>): never => {
      throw new Error(`VENUE_API_KEY ${env['VENUE_API_KEY']} does not go with ${env['VENUE_PIN']}`);
    };
    const env = { VENUE_API_KEY: 'hunter2', VENUE_PIN: '123456' };
    const report = await settingsReport({ ...options, settings: () => [{ settings: [key, pin], check }] }, env);
    const state = report.states.find(({ name }) => name === key.name);
    expect(state).toMatchObject({
      secret: true,
      value: null,
      set: true,
      problem: 'VENUE_API_KEY [redacted] does not go with [redacted]',
    });
  });

  it('stop the start where one has a problem', async () => {
    await expect(checkSettings(options, { VENUE_URL: 'bad' })).rejects.toThrow('VENUE_URL must be an address');
    await expect(checkSettings(options, {})).resolves.toBeUndefined();
  });
});

describe('--settings', () => {
  const sample = entry('libs/observability/fixtures/sample.service.js');
  const printed = (env: Record<string, string>): { status: number | null; states: SettingState[] } => {
    const child = spawnSync(process.execPath, [sample, '--settings'], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });
    return { status: child.status, states: JSON.parse(child.stdout) as SettingState[] };
  };

  it('prints one line of JSON, hides secrets, and starts nothing', () => {
    const { status, states } = printed({ SAMPLE_PASSPHRASE: 'hunter2', SAMPLE_PORT: '0' });
    expect(status).toBe(0);
    expect(states.map(({ name }) => name)).toEqual([
      'SAMPLE_PORT',
      'SAMPLE_READY_AFTER_MS',
      'SAMPLE_PASSPHRASE',
      'SAMPLE_STOP_MS',
      'HOST',
      'LOG_LEVEL',
    ]);
    expect(states[2]).toMatchObject({ value: null, secret: true, set: true, source: 'environment' });
  });

  it('ends with code 1 where the service would not start', () => {
    const { status, states } = printed({ SAMPLE_READY_AFTER_MS: '5000', LOG_LEVEL: 'loud' });
    expect(status).toBe(1);
    expect(states.filter(({ problem }) => problem !== undefined).map(({ name }) => name)).toEqual([
      'SAMPLE_READY_AFTER_MS',
      'LOG_LEVEL',
    ]);
  });
});
