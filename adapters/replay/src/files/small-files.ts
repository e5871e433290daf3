import { readdir, readFile } from 'node:fs/promises';

/** Names in a folder, sorted: the file system's own order differs between machines. Absent folder or plain file = none. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

/** The text of a file, undefined where there is none. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** One line of a small table. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** Lines of a CSV without quotes, empty ones left out. */
export function linesOf(text: string): Line[] {
  const lines = text.split(/\r?\n/).map((content, index) => ({ number: index + 1, cells: content.trim().split(',') }));
  return lines.filter(({ cells }) => cells.length > 1 || cells[0] !== '');
}
