import type { Command } from 'commander';
import { newCommand, run } from '../../command.js';
import { usage } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { dataDirOption, journalDirectory, type JournalCommandOptions } from './journal-directory.js';

interface ArchiveOptions extends JournalCommandOptions {
  readonly beforeSnapshot: boolean;
}

async function archive(output: Output, options: ArchiveOptions): Promise<void> {
  if (!options.beforeSnapshot) throw usage('which records?', 'Give --before-snapshot.');
  const directory = journalDirectory(options);
  const { archiveStopped } = await import('@bourseworks/journal');
  const archived = archiveStopped(directory);
  const none = { path: null, first: 0, last: 0, records: 0 };
  output.result(archived ?? none, () =>
    archived === undefined
      ? 'Nothing lies before the last but one snapshot that is not archived already.'
      : `Records ${archived.first} to ${archived.last} are in ${archived.path}.`,
  );
}

export function archiveCommand(): Command {
  return newCommand('archive', 'move old records of a stopped OMS into an archive file beside the journal', [
    'journal archive --before-snapshot',
  ])
    .addOption(dataDirOption())
    .option('--before-snapshot', 'those before the last but one snapshot', false)
    .action((options: ArchiveOptions) => run(options, (output) => archive(output, options)));
}
