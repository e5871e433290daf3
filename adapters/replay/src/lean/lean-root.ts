import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '@bourseworks/domain';

/** Folders of the layout that hold minute bars we read, which are also the asset classes. */
export const LEAN_ASSET_CLASSES = ['crypto', 'forex', 'equity'] as const;
export type LeanAssetClass = (typeof LEAN_ASSET_CLASSES)[number];

/** The folder with `crypto`, `forex` or `equity` in it: `root/lean-data` or `root`. Throws CONFIG_INVALID if neither. */
export function leanRoot(root: string): string {
  for (const candidate of [join(root, 'lean-data'), root]) {
    if (LEAN_ASSET_CLASSES.some((assetClass) => existsSync(join(candidate, assetClass)))) return candidate;
  }
  throw new DomainError({
    code: 'CONFIG_INVALID',
    message: 'REPLAY_DATA names a folder without market data (no crypto, forex or equity below it)',
    details: { variable: 'REPLAY_DATA', folder: root },
  });
}
