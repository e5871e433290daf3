import { Command } from 'commander';
import { archiveCommand } from './archive.command.js';
import { exportCommand } from './export.command.js';
import { snapshotCommand } from './snapshot.command.js';
import { verifyCommand } from './verify.command.js';

/** The journal of the OMS, on the disk of this machine. */
export function journalCommand(): Command {
  return new Command('journal')
    .description('the journal of the OMS: check it, read it, make room')
    .addCommand(verifyCommand())
    .addCommand(exportCommand())
    .addCommand(snapshotCommand())
    .addCommand(archiveCommand());
}
