import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Option } from 'commander';
import { dataDirectory } from '../../data-directory.js';
import type { CommonOptions } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure } from '../../failure.js';

export interface JournalCommandOptions extends CommonOptions {
  readonly dataDir?: string;
}

export const dataDirOption = (): Option =>
  new Option('--data-dir <path>', 'data of the platform; the journal is in `oms/` below it (default: DATA_DIR)');

/** Data of the platform that the command is about. */
export function dataDirOf({ dataDir }: JournalCommandOptions): string {
  return dataDir === undefined ? dataDirectory(process.env) : resolve(dataDir);
}

/** Where the journal is. @throws CliFailure when there is none */
export function journalDirectory(options: JournalCommandOptions): string {
  const directory = join(dataDirOf(options), 'oms');
  if (existsSync(join(directory, 'journal.db'))) return directory;
  throw new CliFailure(
    EXIT.failed,
    `there is no journal in ${directory}`,
    'Name the data of the platform with --data-dir or DATA_DIR.',
  );
}
