import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { textLines } from '../files/text-lines.js';
import { exchangeLine, type ExchangeLine } from './exchange-line.js';

const FOLDER = 'exchange-recordings';
/** `NAME.http.0.0`, `NAME.ws.1.0`, `NAME.0`, each also with `.gz` behind. */
const FILE_NAME = /^[A-Z][A-Z0-9_]{0,31}\.(?:(http|ws)\.\d{1,6}\.)?\d{1,6}(?:\.gz)?$/;
/** An answer that lists all that a venue has. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;

/** The folder with recordings of exchanges: `root/exchange-recordings` or `root`; undefined when neither has one. */
export function exchangeRoot(root: string): string | undefined {
  return [join(root, FOLDER), root].find((folder) => exchangeFiles(folder).length > 0);
}

/** Names of the files with recordings in a folder, sorted. An absent folder or a plain file has none. */
export function exchangeFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => FILE_NAME.test(name))
      .toSorted();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

/** Whether a file holds streams; otherwise it holds answers. */
export const hasStreams = (name: string): boolean => FILE_NAME.exec(name)?.[1] === 'ws';

/** The lines of a file, some at a time. Throws DomainError DATA_FORMAT, after all that was good before. */
export async function* exchangeLines(folder: string, name: string): AsyncGenerator<readonly ExchangeLine[]> {
  let number = 0;
  for await (const texts of textLines(join(folder, name), name, MAX_LINE_BYTES)) {
    const lines: ExchangeLine[] = [];
    try {
      for (const text of texts) {
        const line = exchangeLine(text, name, ++number);
        if (line !== undefined) lines.push(line);
      }
    } catch (error) {
      yield lines;
      throw error;
    }
    yield lines;
  }
}
