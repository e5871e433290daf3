import { readFile } from 'node:fs/promises';
import { crc32, inflateRawSync } from 'node:zlib';
import { dataFormatError } from '../files/data-format.js';
import { zipEntries, type ZipEntry } from './zip-directory.js';

/** A day of minute bars is 150 kB, one of ticks some MB; what claims to be larger than this is refused before it is unpacked. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** The text of the one file in a zip. `name` is what messages call it. Throws DomainError DATA_FORMAT (line 0). */
export async function readZippedText(path: string, name: string): Promise<string> {
  const bytes = await readFile(path);
  try {
    const entries = zipEntries(bytes);
    if (entries.length !== 1) throw new Error(`holds ${entries.length} files instead of one`);
    return unpack(entries[0]).toString('utf8');
  } catch (error) {
    throw dataFormatError(
      name,
      0,
      `not a readable zip file: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function unpack({ packed, stored, size, crc32: expected }: ZipEntry): Buffer {
  if (size > MAX_UNPACKED_BYTES) throw new Error(`unpacks to more than ${MAX_UNPACKED_BYTES} bytes`);
  const content = stored ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  if (content.length !== size || crc32(content) !== expected)
    throw new Error('the content does not match its checksum');
  return content;
}
