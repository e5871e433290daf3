import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { checkDataDir } from './data-dir.js';

describe('the directory of the journal', () => {
  it('may be there or be made', () => {
    const folder = tempDir();
    const deeper = join(folder, 'a', 'b');
    expect(() => checkDataDir(folder)).not.toThrow();
    expect(() => checkDataDir(deeper)).not.toThrow();
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });

  it('is refused where a file stands in its way', () => {
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'below')]) {
      expect(() => checkDataDir(path)).toThrow(`DATA_DIR: cannot write to ${path}: it is no directory`);
    }
  });
});
