import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isOpen, parseSegmentName } from './segment-name.js';
import { streamFolders } from './stream-folders.js';

/** A segment that was written to more recently may be written to still, by this process or another one. */
const OPEN_MS = 7_200_000;

interface Found {
  readonly path: string;
  readonly beganUs: number;
  readonly bytes: number;
  readonly mayBeOpen: boolean;
}

/**
 * Removes the oldest segments below a folder until what is there takes at most `maxBytes`; those that may still be written stay.
 * `nowMs`: epoch milliseconds. Resolves to what is left, and how many were removed. @throws what the disk refused with
 */
export async function boundSegments(
  root: string,
  maxBytes: number,
  nowMs: number,
): Promise<{ readonly bytes: number; readonly removed: number }> {
  const found = (await segmentsBelow(root, nowMs)).toSorted((a, b) => a.beganUs - b.beganUs);
  let bytes = found.reduce((sum, segment) => sum + segment.bytes, 0);
  let removed = 0;
  for (const segment of found) {
    if (bytes <= maxBytes) break;
    if (segment.mayBeOpen) continue;
    await rm(segment.path, { force: true });
    bytes -= segment.bytes;
    removed += 1;
  }
  return { bytes, removed };
}

async function segmentsBelow(root: string, nowMs: number): Promise<Found[]> {
  const found: Found[] = [];
  for (const label of streamFolders(root))
    for (const name of await readdir(join(root, label))) {
      const parsed = parseSegmentName(name);
      if (parsed === undefined) continue;
      const path = join(root, label, name);
      const file = await stat(path).catch(unlessGone);
      if (file === undefined) continue;
      const mayBeOpen = isOpen(name) && file.mtimeMs > nowMs - OPEN_MS;
      found.push({ path, beganUs: parsed.beganUs, bytes: file.size, mayBeOpen });
    }
  return found;
}

/** It got its final name, or was removed, meanwhile. */
function unlessGone(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
