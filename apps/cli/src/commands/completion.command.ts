import { fileURLToPath } from 'node:url';
import { Argument, type Command } from 'commander';
import { newCommand, run, type CommonOptions } from '../command.js';
import { complete } from '../completion/complete.js';
import { completionScript, SHELLS, type Shell } from '../completion/scripts.js';

const WHERE: Readonly<Record<Shell, string>> = {
  bash: 'source <(bourse completion bash)',
  zsh: 'source <(bourse completion zsh)',
  fish: 'bourse completion fish | source',
  powershell: 'bourse completion powershell | Out-String | Invoke-Expression',
};

const HELP = `
The line of your shell goes into its start file (~/.bashrc, ~/.zshrc, ~/.config/fish/config.fish, $PROFILE). In a clone,
node_modules/.bin/bourse is the command: put it on the path or behind an alias named bourse first.`;

export function completionCommand(): Command {
  return newCommand(
    'completion',
    'print the code that teaches a shell to complete bourse',
    SHELLS.map((shell) => WHERE[shell]),
  )
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', HELP)
    .action((shell: Shell, options: CommonOptions) =>
      run(options, async (output) => {
        const program = fileURLToPath(new URL('../main.js', import.meta.url));
        const script = completionScript(shell, { node: process.execPath, program });
        output.result({ shell, script }, () => script);
      }),
    );
}

/**
 * What the scripts ask: `bourse complete -- WORDS`, the last of them the one at the cursor. A line `value<TAB>description`
 * for each that fits, and one of `:none`, `:files`, `:directories` at the end.
 */
export function completeCommand(): Command {
  return newCommand('complete', 'what fits where the cursor is', ["complete -- order ''"])
    .argument('[words...]')
    .option('--next', 'the word at the cursor is still empty', false)
    .action((words: string[], options: CommonOptions & { next: boolean }, command: Command) =>
      run(options, async (output) => {
        if (command.parent === null) return;
        const { values, paths } = complete(command.parent, options.next ? [...words, ''] : words);
        const lines = values.map(({ value, description }) => `${value}\t${description.split('\n')[0] ?? ''}`);
        output.result({ values, paths }, () => [...lines, `:${paths}`].join('\n'));
      }),
    );
}
