import type { Command } from 'commander';
import { auditCommand } from './audit.command.js';
import { brokerCommand } from './broker.command.js';
import { completionCommand } from './completion.command.js';
import { configCommand } from './config.command.js';
import { doctorCommand } from './doctor.command.js';
import { healthCommand } from './health.command.js';
import { journalCommand } from './journal/journal.command.js';

/** Commands about this machine and its settings. */
export function localCommands(): Command[] {
  return [
    healthCommand(),
    brokerCommand(),
    doctorCommand(),
    configCommand(),
    auditCommand(),
    journalCommand(),
    completionCommand(),
  ];
}
