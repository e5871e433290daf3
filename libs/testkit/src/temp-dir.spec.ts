import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';

const made: string[] = [];
// Jest runs the hook defined first first here: the kit's own was registered when it was imported above.
afterAll(() => expect(made.filter((path) => existsSync(path))).toEqual([]));

describe('tempDir', () => {
  it('makes directories of their own that are gone after the suite', () => {
    made.push(tempDir(), tempDir());
    expect(new Set(made).size).toBe(2);
    expect(made.every((path) => existsSync(path))).toBe(true);
  });
});
