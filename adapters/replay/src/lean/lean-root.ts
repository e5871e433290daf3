import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folders of the layout that hold minute bars we read, which are also the asset classes. */
export const LEAN_ASSET_CLASSES = ['crypto', 'forex', 'equity'] as const;
export type LeanAssetClass = (typeof LEAN_ASSET_CLASSES)[number];

/** The folder with `crypto`, `forex` or `equity` in it: `root/lean-data` or `root`; undefined if neither. */
export function findLeanRoot(root: string): string | undefined {
  return [join(root, 'lean-data'), root].find((candidate) =>
    LEAN_ASSET_CLASSES.some((assetClass) => existsSync(join(candidate, assetClass))),
  );
}
