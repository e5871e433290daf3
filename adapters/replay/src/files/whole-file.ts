import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { dataFormatError } from './data-format.js';

/** What has to be in memory as a whole is refused beyond this. */
export const MAX_WHOLE_BYTES = 64 * 1024 * 1024;

/** All of a file, unpacked where its name ends in `.gz`. Throws DATA_FORMAT for a larger or a broken one. */
export async function wholeFile(path: string, name: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > MAX_WHOLE_BYTES) throw dataFormatError(name, 0, `has more than ${MAX_WHOLE_BYTES} bytes`);
  const bytes = await readFile(path);
  if (!name.endsWith('.gz')) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_WHOLE_BYTES });
  } catch (error) {
    throw dataFormatError(name, 0, `not a readable gzip file: ${(error as Error).message}`);
  }
}
