import { ConfigError } from '@bourseworks/observability';

const restore = 'restore it from a backup, or move it away: an empty one is made then';

/** SQLite's primary result codes of what people can mend. */
const REMEDIES: Readonly<Record<number, string>> = {
  5: 'another program holds it: end that one first',
  8: 'make it writable for the user of the service',
  10: 'check the disk',
  11: restore,
  13: 'the disk is full: make room',
  14: 'check that it is a file, and the rights of its folder',
  26: restore,
};

/** Kysely's word for migrations that this program does not know. */
const unknownMigrations = /corrupted migrations/;

/** One line for people where the file or its disk is at fault; any other error as it came. */
export function openFailure(path: string, error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { errcode, message } = cause as Error & { errcode?: unknown };
    const remedy = typeof errcode === 'number' ? REMEDIES[errcode & 0xff] : undefined;
    if (remedy !== undefined) return new ConfigError([`${path} cannot be used (${message}): ${remedy}`]);
    if (unknownMigrations.test(message))
      return new ConfigError([`${path} was made by another version of this program: start the newer of the two`]);
  }
  return error;
}
