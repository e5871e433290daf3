import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describeWith, met, testWith } from '../requirement/requirement.js';
import type { Requirement } from '../requirement/requirement.js';

/** Absolute path of a program on the PATH, or undefined. */
export function programPath(program: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean);
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path));
}

/** A missing program skips, or fails under REQUIRE_ALL_TESTS=1 (scripts/install-system-packages.sh lists packages). */
export function programRequirement(program: string, env: NodeJS.ProcessEnv = process.env): Requirement {
  if (programPath(program, env)) return met;
  return { kind: env['REQUIRE_ALL_TESTS'] === '1' ? 'required' : 'absent', why: `${program} is not installed` };
}

/** A test that needs a program of the system, such as redis-server. */
export function programTest(name: string, program: string, body: () => void | Promise<void>, timeoutMs?: number): void {
  testWith(programRequirement(program), name, body, timeoutMs);
}

/** As programTest, for a group. */
export function describeWithProgram(name: string, program: string, body: () => void): void {
  describeWith(programRequirement(program), name, body);
}
