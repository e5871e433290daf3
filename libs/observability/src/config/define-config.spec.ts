import { describe, expect, it } from '@jest/globals';
import { ConfigService } from '@nestjs/config';
import { Test } from '@nestjs/testing';
import { IsInt } from 'class-validator';
import { ConfigError } from './config-error.js';
import { defineConfig } from './define-config.js';

class Limits {
  @IsInt()
  MAX_ORDERS = 5;
}

const compiled = (env: NodeJS.ProcessEnv) =>
  Test.createTestingModule({ imports: [defineConfig(Limits, env)] }).compile();

describe('defineConfig', () => {
  it('provides the class itself and the same values through ConfigService', async () => {
    const module = await compiled({ MAX_ORDERS: '7' });
    expect(module.get(Limits).MAX_ORDERS).toBe(7);
    expect(module.get(ConfigService).get('Limits.MAX_ORDERS')).toBe(7);
  });

  it('fails the start with a ConfigError', async () => {
    await expect(compiled({ MAX_ORDERS: 'many' })).rejects.toBeInstanceOf(ConfigError);
  });
});
