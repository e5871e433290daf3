import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '../temp-dir.js';
import { programRequirement } from './program-test.js';

describe('programRequirement', () => {
  it('finds a program on the PATH', () => {
    const folder = tempDir();
    const file = join(folder, process.platform === 'win32' ? 'tool.exe' : 'tool');
    writeFileSync(file, '');
    chmodSync(file, 0o755);
    expect(programRequirement('tool', { PATH: folder })).toEqual({ kind: 'met' });
  });

  it('skips without it, and fails when every test is required', () => {
    const env = { PATH: tempDir() };
    expect(programRequirement('tool', env)).toEqual({ kind: 'absent', why: 'tool is not installed' });
    expect(programRequirement('tool', { ...env, REQUIRE_ALL_TESTS: '1' })).toMatchObject({ kind: 'required' });
  });
});
