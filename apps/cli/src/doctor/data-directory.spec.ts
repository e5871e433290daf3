import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { checkDataDirectory } from './data-directory.js';

describe('the data directory', () => {
  it('is looked at without being made', async () => {
    const folder = tempDir();
    const [writable, disk] = await checkDataDirectory(join(folder, 'a', 'b'), false);
    expect(writable).toMatchObject({ state: 'ok', found: expect.stringContaining(`to be made in ${folder}`) });
    expect(disk.name).toBe('disk');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that nobody can write to is a failure with a remedy', async () => {
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    // A file where a directory should be: nobody can write below it, root neither.
    const [writable] = await checkDataDirectory(join(file, 'data'), false);
    expect(writable).toMatchObject({ state: 'fail', remedy: expect.stringContaining('DATA_DIR') });
  });
});
