import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterSuite } from './after-suite.js';

/** A new directory of its own, removed after the spec file with all that is in it. */
export function tempDir(label = 'test'): string {
  const path = mkdtempSync(join(realpathSync(tmpdir()), `bourseworks-${label}-`));
  // Windows keeps files of a process that is just ending locked for a moment.
  afterSuite(() => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return path;
}
