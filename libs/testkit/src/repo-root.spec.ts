import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repoRoot } from '@bourseworks/testkit';

describe('repoRoot', () => {
  it('finds the root from a folder below it', () => {
    expect(existsSync(join(repoRoot(join(process.cwd(), 'libs', 'testkit')), 'package.json'))).toBe(true);
  });

  it('says so outside of the repository', () => {
    expect(() => repoRoot(tmpdir())).toThrow('not inside the repository');
  });
});
