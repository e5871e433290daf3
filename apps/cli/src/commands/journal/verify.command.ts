import type { Command } from 'commander';
import type { JournalReport, RecordInspector } from '@bourseworks/journal';
import { newCommand, run } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { dataDirOf, dataDirOption, journalDirectory, type JournalCommandOptions } from './journal-directory.js';
import { runJournalTool } from './journal-tool.js';

interface VerifyOptions extends JournalCommandOptions {
  readonly deep: boolean;
}

/** What the deep look found: see the OMS's own verification. */
export interface DeepReport {
  readonly replayed: number;
  readonly stateHash: string;
  readonly problems: readonly string[];
}

function reportText(output: Output, directory: string, report: JournalReport, deep: DeepReport | undefined): string {
  const { records, firstSequence, lastSequence, epochs, archives, snapshots } = report;
  const lines = [
    `${output.style('good', 'The journal is whole')}: ${records} records, ${firstSequence} to ${lastSequence}, in ${directory}.`,
    `Starts of the OMS: ${epochs}. Archives: ${archives.length}. Snapshots: ${snapshots.map(({ sequence }) => `after ${sequence}`).join(', ') || 'none'}.`,
  ];
  if (deep !== undefined)
    lines.push(`Replayed ${deep.replayed} records, each with the result it had; state ${deep.stateHash}.`);
  return lines.join('\n');
}

async function verify(output: Output, options: VerifyOptions): Promise<void> {
  const directory = journalDirectory(options);
  const { verifyJournal } = await import('@bourseworks/journal');
  const { decodeRecord } = await import('@bourseworks/order-engine');
  const inspect: RecordInspector = ({ sequence, payload }) => {
    const decoded = decodeRecord(payload);
    if (!decoded.ok) return { problem: decoded.refusal.message };
    if (decoded.value.sequence !== sequence) return { problem: `it says that it is record ${decoded.value.sequence}` };
    return decoded.value.type === 'Epoch' ? { epoch: decoded.value.epoch } : {};
  };
  let report: JournalReport;
  try {
    report = verifyJournal(directory, inspect);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliFailure(
      EXIT.failed,
      `${directory} cannot be read as a journal (${why})`,
      'See docs/runbooks/journal-corrupt.md.',
    );
  }
  const deep =
    options.deep && report.problems.length === 0
      ? await runJournalTool<DeepReport>('verify', dataDirOf(options))
      : undefined;
  const problems = [...report.problems, ...(deep?.problems ?? [])];
  const all = { ...report, directory, ...(deep === undefined ? {} : { deep }), problems };
  if (problems.length === 0) {
    output.result(all, () => reportText(output, directory, report, deep));
    return;
  }
  throw new CliFailure(
    EXIT.failed,
    `the journal in ${directory} is not whole:\n${problems.join('\n')}`,
    'Start no OMS on it; see docs/runbooks/journal-corrupt.md.',
    'JOURNAL_CORRUPT',
    options.json ? all : undefined,
  );
}

export function verifyCommand(): Command {
  return newCommand('verify', 'is every record there, unchanged and readable? The OMS may run meanwhile', [
    'journal verify',
    'journal verify --deep --json',
    'journal verify --data-dir backup/var',
  ])
    .addOption(dataDirOption())
    .option('--deep', 'also replay all records with the settings of the OMS and compare with the snapshots', false)
    .action((options: VerifyOptions) => run(options, (output) => verify(output, options)));
}
