import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { parseSegmentName } from './segment-name.js';

const FOLDER = 'recordings';
/** Venue, symbol, kind. */
const DEPTH = 3;

/** The folders of streams below a folder, `venue/symbol/kind`, that have segments in them; sorted. */
export function streamFolders(root: string): readonly string[] {
  let labels = [''];
  for (let depth = 0; depth < DEPTH; depth++) labels = labels.flatMap((label) => foldersIn(root, label));
  return labels.filter((label) =>
    entriesOf(join(root, label)).some(({ name }) => parseSegmentName(name) !== undefined),
  );
}

/** The folder with recordings: `root/recordings` or `root`; undefined when neither has any. */
export function recordingsRoot(root: string): string | undefined {
  return [join(root, FOLDER), root].find((folder) => streamFolders(folder).length > 0);
}

function foldersIn(root: string, label: string): string[] {
  const folders = entriesOf(join(root, label)).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => (label === '' ? name : `${label}/${name}`)).toSorted();
}

/** None where there is no folder. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
