import { spawnSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { entry, repoRoot, tempDir } from '@bourseworks/testkit';

const COMPILERS = { 6: ['typescript', 'bin', 'tsc'], 7: ['@typescript', 'native', 'bin', 'tsc'] } as const;

export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

function run(folder: string, args: readonly string[]): Finished {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { code: status, output: stdout + stderr };
}

/** An example copied out of the tree, as a user keeps it: nothing of the checkout is above it. */
export class OutsideProject {
  readonly folder: string;

  constructor(example: string) {
    this.folder = join(tempDir('outside'), example);
    const source = join(repoRoot(), 'examples', example);
    const built = new Set(['dist', 'node_modules']);
    cpSync(source, this.folder, { recursive: true, filter: (path) => !built.has(basename(path)) });
    // The one line that the example's README tells to change.
    this.write('tsconfig.json', JSON.stringify({ extends: join(repoRoot(), 'tsconfig.plugin.json') }));
  }

  write(file: string, text: string): string {
    const path = join(this.folder, file);
    writeFileSync(path, text);
    return path;
  }

  /** Path of a file of its build. */
  built(file: string): string {
    return join(this.folder, 'dist', file);
  }

  compile(typescript: keyof typeof COMPILERS, ...args: string[]): Finished {
    return run(this.folder, [join(repoRoot(), 'node_modules', ...COMPILERS[typescript]), ...args]);
  }

  /** Runs its own tests with Node's runner. */
  test(): Finished {
    const register = entry('libs/plugins/src/register.js');
    return run(this.folder, ['--import', register, '--test', '--test-reporter=tap', 'dist/**/*.test.js']);
  }
}
