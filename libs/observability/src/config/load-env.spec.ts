import { describe, expect, it } from '@jest/globals';
import { IsBoolean, IsInt, IsString, IsUrl, Max } from 'class-validator';
import { ConfigError } from './config-error.js';
import { EnvVar, Secret } from './env-decorators.js';
import { loadEnv } from './load-env.js';

class Config {
  @IsInt()
  @Max(10)
  SHARDS = 1;

  @IsBoolean()
  ON = false;

  @IsString({ each: true })
  SYMBOLS: string[] = [];

  @EnvVar('BROKER_URL')
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['tcp'] })
  url = 'tcp://localhost';

  @Secret()
  @IsInt()
  PIN: number = 1;
}

const problemsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    loadEnv(Config, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

describe('loadEnv', () => {
  it('leaves defaults where a variable is unset or empty', () => {
    expect(loadEnv(Config, { SHARDS: '' })).toMatchObject({ SHARDS: 1, ON: false, url: 'tcp://localhost' });
  });

  it('converts to the type of the property', () => {
    const env = { SHARDS: '3', ON: 'yes', SYMBOLS: 'AAPL, IBM', BROKER_URL: 'tcp://broker' };
    expect(loadEnv(Config, env)).toMatchObject({ SHARDS: 3, ON: true, SYMBOLS: ['AAPL', 'IBM'], url: 'tcp://broker' });
  });

  it('names every bad variable with what is wrong and its value', () => {
    const problems = problemsOf({ SHARDS: '11', ON: 'maybe', BROKER_URL: 'nowhere' });
    expect(problems).toEqual([
      'SHARDS must not be greater than 10 (it is "11")',
      expect.stringMatching(/^ON must be a boolean value .*"maybe"/),
      expect.stringMatching(/^BROKER_URL .*must be a URL/),
    ]);
  });

  it('hides the value of a secret', () => {
    expect(problemsOf({ PIN: 'hunter2' })).toEqual(['PIN must be an integer number (its value is hidden)']);
  });

  it('gives an object that nobody can change', () => {
    expect(() => Object.assign(loadEnv(Config, {}), { SHARDS: 2 })).toThrow(TypeError);
  });
});
