import type { Command } from 'commander';
import { countArgument } from '../../arguments/parsers.js';
import { newCommand, run } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure, usage } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { dataDirOption, journalDirectory, type JournalCommandOptions } from './journal-directory.js';

interface ExportOptions extends JournalCommandOptions {
  readonly after?: number;
  readonly limit?: number;
  readonly type?: readonly string[];
  readonly csv: boolean;
}

/** Lines are handed on in pieces of about this size. */
const PIECE = 64 * 1024;

async function exportRecords(output: Output, options: ExportOptions): Promise<void> {
  const { after = 0, limit = Infinity, type, csv } = options;
  if (csv && options.json) throw usage('--csv and --json together', 'Give one of them.');
  const directory = journalDirectory(options);
  const { JournalReader } = await import('@bourseworks/journal');
  const { decodeRecord, RECORD_TYPE } = await import('@bourseworks/order-engine');
  const { csvHeader, csvRow, plainRecord } = await import('./record-export.js');
  const unknown = type?.find((name) => !Object.hasOwn(RECORD_TYPE, name));
  if (unknown !== undefined)
    throw usage(`there are no records of type ${unknown}`, Object.keys(RECORD_TYPE).join(', '));
  const wanted =
    type === undefined ? undefined : new Set(type.map((name) => RECORD_TYPE[name as keyof typeof RECORD_TYPE]));
  const reader = new JournalReader(directory);
  let piece = csv ? `${csvHeader()}\n` : '';
  let written = 0;
  try {
    for (const record of reader.records(after)) {
      if (wanted !== undefined && !wanted.has(record.type as 1)) continue;
      if (written === limit) break;
      const decoded = decodeRecord(record.payload);
      if (!decoded.ok)
        throw Object.assign(new Error(`record ${record.sequence}: ${decoded.refusal.message}`), decoded.refusal);
      piece += `${csv ? csvRow(decoded.value) : JSON.stringify(plainRecord(decoded.value))}\n`;
      written += 1;
      if (piece.length < PIECE) continue;
      await output.piece(piece);
      piece = '';
    }
  } catch (error) {
    await output.piece(piece);
    piece = '';
    throw error instanceof Error && (error as { code?: string }).code?.startsWith('JOURNAL_') !== true
      ? new CliFailure(
          EXIT.failed,
          `${directory} cannot be read: ${error.message}`,
          'Look with `bourse journal verify`.',
        )
      : error;
  } finally {
    reader.close();
    await output.piece(piece);
  }
}

const list = (text: string, before: readonly string[] = []): readonly string[] => [...before, ...text.split(',')];

export function exportCommand(): Command {
  return newCommand('export', 'records of the journal, one a line as JSON, or as CSV; the OMS may run meanwhile', [
    'journal export',
    'journal export --after 100000 --type Execution,Cash',
    'journal export --csv > records.csv',
  ])
    .addOption(dataDirOption())
    .option('--after <sequence>', 'only records after this one', countArgument)
    .option('--limit <count>', 'at most so many', countArgument)
    .option('--type <names>', 'only records of these types, such as Intent,Execution', list)
    .option('--csv', 'CSV with a header; what has no column is in the last one', false)
    .action((options: ExportOptions) => run(options, (output) => exportRecords(output, options)));
}
