import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tempDir } from '../temp-dir.js';
import { dataPlace, dataRequirement } from './data-requirement.js';

const all = { REQUIRE_ALL_TESTS: '1' };

function repositoryWithData(): string {
  const parent = tempDir('data');
  mkdirSync(join(parent, 'shared', 'data'), { recursive: true });
  writeFileSync(join(parent, 'shared', 'data', 'there.csv'), '');
  return join(parent, 'repository');
}

describe('dataRequirement', () => {
  it('is met by the folder beside the repository', () => {
    expect(dataRequirement(dataPlace(repositoryWithData(), {}), ['there.csv'], all)).toEqual({ kind: 'met' });
  });

  it('prefers the folder that BOURSEWORKS_DATA names', () => {
    const named = tempDir('named');
    expect(dataPlace(repositoryWithData(), { BOURSEWORKS_DATA: named })).toEqual({ root: named, named: true });
  });

  it('skips where there is no data at all, also when every test is required', () => {
    const place = dataPlace(join(tempDir(), 'repository'), {});
    expect(dataRequirement(place, ['there.csv'], all)).toMatchObject({ kind: 'absent' });
  });

  it('fails for a missing file of data that is there, when every test is required', () => {
    const place = dataPlace(repositoryWithData(), {});
    expect(dataRequirement(place, ['gone.csv'], {})).toEqual({ kind: 'absent', why: 'reference data has no gone.csv' });
    expect(dataRequirement(place, ['gone.csv'], all)).toMatchObject({ kind: 'required' });
  });

  it('fails for a named folder that does not exist, when every test is required', () => {
    const place = dataPlace('.', { BOURSEWORKS_DATA: join(tempDir(), 'none') });
    expect(dataRequirement(place, [], {})).toMatchObject({ kind: 'absent' });
    expect(dataRequirement(place, [], all)).toMatchObject({ kind: 'required' });
  });
});
