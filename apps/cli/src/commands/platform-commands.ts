import type { Command } from 'commander';

/** Commands that talk to a running platform over its bus. */
export function platformCommands(): Command[] {
  return [];
}
