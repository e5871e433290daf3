import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { met } from '../requirement/requirement.js';
import type { Requirement } from '../requirement/requirement.js';

export interface DataPlace {
  /** The folder of the reference data, whether it exists or not. */
  readonly root: string;
  /** True when BOURSEWORKS_DATA names it: then its absence is a mistake, not a lack. */
  readonly named: boolean;
}

/** BOURSEWORKS_DATA, else `../shared/data` beside the repository. */
export function dataPlace(repository: string, env: NodeJS.ProcessEnv): DataPlace {
  const named = env['BOURSEWORKS_DATA'];
  return named ? { root: named, named: true } : { root: join(repository, '..', 'shared', 'data'), named: false };
}

/**
 * Whether the files `paths` (below the data folder) are there. Absence skips; it fails only under REQUIRE_ALL_TESTS=1
 * and only where data was promised: the folder exists (one file of it is missing), or BOURSEWORKS_DATA names it.
 */
export function dataRequirement(place: DataPlace, paths: readonly string[], env: NodeJS.ProcessEnv): Requirement {
  const rootThere = existsSync(place.root);
  const missing = rootThere ? paths.find((path) => !existsSync(join(place.root, path))) : undefined;
  if (rootThere && missing === undefined) return met;
  const why = rootThere
    ? `reference data has no ${missing}`
    : place.named
      ? 'the folder that BOURSEWORKS_DATA names does not exist'
      : 'no reference data, BOURSEWORKS_DATA names its folder';
  const promised = rootThere || place.named;
  return { kind: promised && env['REQUIRE_ALL_TESTS'] === '1' ? 'required' : 'absent', why };
}
