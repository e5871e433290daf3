import type { Command } from 'commander';

/** Commands about this machine and its settings. */
export function localCommands(): Command[] {
  return [];
}
