import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PUBLIC_LIBRARIES } from '@bourseworks/plugins';
import { entry, repoRoot } from '@bourseworks/testkit';

const sourceOf = (library: string): string => {
  const [name, ...below] = library.split('/');
  return ['libs', name, 'src', ...below, 'index.ts'].join('/');
};

describe('the public libraries', () => {
  it('are those whose types the build writes', () => {
    const { files } = JSON.parse(readFileSync(join(repoRoot(), 'tsconfig.types.json'), 'utf8')) as { files: string[] };
    expect(files).toEqual(PUBLIC_LIBRARIES.map(sourceOf));
  });

  it.each(PUBLIC_LIBRARIES)('%s has code and types side by side', (library) => {
    const source = sourceOf(library);
    for (const extension of ['.js', '.d.ts']) expect(() => entry(source.replace('.ts', extension))).not.toThrow();
  });
});
