import { corrupt, unavailable } from '../refusals.js';

/** SQLITE_BUSY and SQLITE_LOCKED: another process is writing. */
const BUSY = [5, 6];
/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const DAMAGED = [11, 26];

/** What a system or SQLite calls it, and what it means. */
const PROBLEMS: readonly { readonly codes: readonly string[]; readonly sqlite: readonly number[]; text: string }[] = [
  { codes: ['ENOSPC', 'EDQUOT'], sqlite: [13], text: 'the disk is full, or the file has grown to its bound' },
  { codes: ['EACCES', 'EPERM', 'EROFS'], sqlite: [3, 8], text: 'this user may not write there' },
  { codes: ['ENOTDIR', 'EEXIST'], sqlite: [], text: 'its folder is no folder' },
  { codes: [], sqlite: [14], text: 'it cannot be opened or made' },
];

/** Number of an error of SQLite, without its details. */
function sqliteCode(error: unknown): number | undefined {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
}

export const isBusy = (error: unknown): boolean => BUSY.includes(sqliteCode(error) ?? 0);

/** What is wrong with the file or its disk, as an error of the store; any other error as it came. */
export function fileProblem(path: string, error: unknown): unknown {
  const { code, errno, message } = error as NodeJS.ErrnoException;
  const number = sqliteCode(error);
  if (number === undefined && errno === undefined) return error;
  if (DAMAGED.includes(number ?? 0)) return corrupt(`${path} is damaged (${message})`);
  const known = PROBLEMS.find(
    ({ codes, sqlite }) => codes.includes(code ?? '') || (number !== undefined && sqlite.includes(number)),
  );
  return unavailable(path, known?.text ?? message);
}
