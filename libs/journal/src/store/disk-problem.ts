import { JournalError } from '../journal-error.js';

/** What a system or SQLite calls it, and what it means; the upper bits of SQLite's number only tell details. */
const PROBLEMS: readonly { readonly codes: readonly string[]; readonly sqlite: readonly number[]; text: string }[] = [
  { codes: ['ENOSPC', 'EDQUOT'], sqlite: [13], text: 'the disk is full' },
  { codes: ['EACCES', 'EPERM', 'EROFS'], sqlite: [3, 8], text: 'this user may not write there' },
  { codes: ['ENOTDIR', 'EEXIST'], sqlite: [], text: 'it is no directory' },
  // SQLite asks the system for a file and is refused: most of the time for want of rights or of space.
  { codes: [], sqlite: [14], text: 'its files cannot be opened or made' },
];

/** SQLITE_BUSY: another process holds the lock. */
export const SQLITE_BUSY = 5;

/** Number of an error of SQLite, without its details. */
export const sqliteCode = (error: unknown): number | undefined => {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode & 0xff : undefined;
};

/** Why nothing can be written to a directory, in words; errors of the journal's own pass as they are. */
export function diskProblem(directory: string, error: unknown): JournalError {
  if (error instanceof JournalError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const number = sqliteCode(error);
  const known = PROBLEMS.find(
    ({ codes, sqlite }) => codes.includes(code ?? '') || (number !== undefined && sqlite.includes(number)),
  );
  return new JournalError('JOURNAL_WRITE', `cannot write to ${directory}: ${known?.text ?? message}`);
}
