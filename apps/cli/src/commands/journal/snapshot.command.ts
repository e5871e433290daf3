import type { Command } from 'commander';
import { newCommand, run } from '../../command.js';
import type { Output } from '../../output/output.js';
import { dataDirOf, dataDirOption, journalDirectory, type JournalCommandOptions } from './journal-directory.js';
import { runJournalTool } from './journal-tool.js';

interface SnapshotReport {
  readonly sequence: number;
  /** 0 when the newest snapshot covers every record already. */
  readonly bytes: number;
  readonly replayed: number;
}

async function snapshot(output: Output, options: JournalCommandOptions): Promise<void> {
  journalDirectory(options);
  const made = await runJournalTool<SnapshotReport>('snapshot', dataDirOf(options));
  output.result(made, () =>
    made.bytes === 0
      ? `The newest snapshot covers all ${made.sequence} records.`
      : `A snapshot after record ${made.sequence}: ${made.bytes} bytes, ${made.replayed} records were replayed for it.`,
  );
}

export function snapshotCommand(): Command {
  return newCommand(
    'snapshot',
    'write a snapshot of the state, so that the next start is quick; the OMS may run meanwhile',
    ['journal snapshot'],
  )
    .addOption(dataDirOption())
    .action((options: JournalCommandOptions) => run(options, (output) => snapshot(output, options)));
}
