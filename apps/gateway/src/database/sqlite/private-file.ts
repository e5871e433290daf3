import { chmodSync, closeSync, existsSync, openSync, statSync } from 'node:fs';

/**
 * Makes the file where there is none, and takes from others what rights they have on it and on its companions. SQLite itself
 * makes files that everybody may read, and gives the companions the rights of the file. On Windows the folder protects them.
 */
export function keepPrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  if (process.platform === 'win32') return;
  for (const file of [path, `${path}-wal`, `${path}-shm`])
    if (existsSync(file) && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
}
