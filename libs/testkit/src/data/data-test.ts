import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from '../repo-root.js';
import { describeWith, testWith } from '../requirement/requirement.js';
import { dataPlace, dataRequirement } from './data-requirement.js';

const here = () => dataPlace(repoRoot(), process.env);

/** The folder of the reference data, or undefined when there is none. */
export function dataRoot(): string | undefined {
  const { root } = here();
  return existsSync(root) ? root : undefined;
}

/** Absolute path of a file of the reference data; whether it exists is for dataTest and describeWithData to see to. */
export function data(...path: string[]): string {
  return join(here().root, ...path);
}

/**
 * A test on reference data: `paths` are the files it needs, relative to the data folder. Without them it is skipped and
 * says so in its name (see dataRequirement for when it fails instead).
 */
export function dataTest(
  name: string,
  paths: readonly string[],
  body: () => void | Promise<void>,
  timeoutMs?: number,
): void {
  testWith(dataRequirement(here(), paths, process.env), name, body, timeoutMs);
}

/** As dataTest, for a group. */
export function describeWithData(name: string, paths: readonly string[], body: () => void): void {
  describeWith(dataRequirement(here(), paths, process.env), name, body);
}
