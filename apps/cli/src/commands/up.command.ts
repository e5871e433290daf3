import type { Command } from 'commander';
import { newCommand, run, type CommonOptions } from '../command.js';

export function upCommand(): Command {
  return newCommand('up', 'run the whole platform on this machine, with embedded defaults', [
    'up',
    'OMS_PORT=4002 bourse up --json',
  ]).action((options: CommonOptions) =>
    run(options, async (output) => {
      const { up } = await import('../launcher/up.js');
      await up(output);
    }),
  );
}
