import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repoRoot } from '@bourseworks/testkit';
import { dataDirectory, dataSettings, keysDirectory } from './data-directory.js';

const root = repoRoot();

describe('where the data of the platform are', () => {
  it.each([
    [{}, join(root, 'var'), join(root, 'var', 'actor')],
    [{ DATA_DIR: '' }, join(root, 'var'), join(root, 'var', 'actor')],
    [{ DATA_DIR: 'data' }, join(root, 'data'), join(root, 'data', 'actor')],
    [{ DATA_DIR: resolve('/data') }, resolve('/data'), resolve('/data/actor')],
    [{ ACTOR_KEYS_DIR: 'keys' }, join(root, 'var'), join(root, 'keys')],
    [{ DATA_DIR: '/data', ACTOR_KEYS_DIR: resolve('/keys') }, resolve('/data'), resolve('/keys')],
  ])('is the same for services and commands, whatever folder they run in: %j', (env, data, keys) => {
    const before = process.cwd();
    process.chdir('/');
    try {
      expect([dataDirectory(env), keysDirectory(env)]).toEqual([data, keys]);
      expect(dataSettings(env)).toEqual({ DATA_DIR: data, ACTOR_KEYS_DIR: keys });
    } finally {
      process.chdir(before);
    }
  });
});
