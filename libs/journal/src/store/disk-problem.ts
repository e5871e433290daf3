import { JournalError } from '../journal-error.js';

/** What a system or SQLite calls it, and what it means. The first that fits counts; 10 and its details are SQLITE_IOERR. */
const PROBLEMS: readonly { readonly codes: readonly string[]; readonly sqlite: readonly number[]; text: string }[] = [
  { codes: ['ENOSPC', 'EDQUOT'], sqlite: [13], text: 'the disk is full' },
  { codes: ['EACCES', 'EPERM', 'EROFS'], sqlite: [3, 8], text: 'this user may not write there' },
  { codes: ['ENOTDIR', 'EEXIST'], sqlite: [], text: 'it is no directory' },
  // SQLite asks the system for a file and is refused: most of the time for want of rights or of space.
  { codes: [], sqlite: [14], text: 'its files cannot be opened or made' },
  { codes: ['EFBIG'], sqlite: [], text: 'a file reached the largest size that this process may write' },
  { codes: [], sqlite: [1034, 1290], text: 'a sync failed: nobody knows what the disk holds' },
  { codes: [], sqlite: [778], text: 'a write failed: the disk is faulty, or a file reached the largest size allowed' },
  { codes: [], sqlite: [4618, 4874], text: 'a file could not be made longer: the disk is full or faulty' },
  { codes: ['EIO'], sqlite: [10], text: 'the disk is faulty' },
];

/** SQLITE_BUSY: another process holds the lock. */
export const SQLITE_BUSY = 5;

/** SQLITE_FULL: there was no room, and what was begun is taken back. */
export const SQLITE_FULL = 13;

/** Number of an error of SQLite with its details, which are in the upper bits. */
const detailedCode = (error: unknown): number | undefined => {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' ? errcode : undefined;
};

/** Number of an error of SQLite, without its details. */
export const sqliteCode = (error: unknown): number | undefined => {
  const code = detailedCode(error);
  return code === undefined ? undefined : code & 0xff;
};

/** Why nothing can be written to a directory, in words; errors of the journal's own pass as they are. */
export function diskProblem(directory: string, error: unknown): JournalError {
  if (error instanceof JournalError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const numbers = [detailedCode(error), sqliteCode(error)];
  const known = PROBLEMS.find(
    ({ codes, sqlite }) => codes.includes(code ?? '') || sqlite.some((number) => numbers.includes(number)),
  );
  return new JournalError('JOURNAL_WRITE', `cannot write to ${directory}: ${known?.text ?? message}`);
}
