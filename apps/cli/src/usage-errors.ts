import type { Command, CommanderError } from 'commander';
import { EXIT } from './exit-codes.js';
import { CliFailure, usage } from './failure.js';

/** `bourse order submit`: what the user typed to get here. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** Help and version were printed and nothing is wrong; a missing command has printed the help already. */
const SHOWN: Readonly<Record<string, number>> = {
  'commander.helpDisplayed': EXIT.ok,
  'commander.version': EXIT.ok,
  'commander.help': EXIT.usage,
};

/** The end of a command line that has said everything already. */
export class Shown extends Error {
  constructor(readonly exitCode: number) {
    super('shown');
  }
}

/** `error: unknown command 'histroy'\n(Did you mean history?)` in one line, without the prefix. */
const oneLine = (message: string): string =>
  message
    .replace(/^error: /, '')
    .split('\n')
    .map((line) => line.trim())
    .join(' ');

function refusal(error: CommanderError, command: Command): CliFailure | Shown {
  const shown = SHOWN[error.code];
  if (shown !== undefined) return new Shown(shown);
  const text = oneLine(error.message);
  return usage(/[.)]$/.test(text) ? text : `${text}.`, `See: ${pathOf(command)} --help`);
}

/** Lets commander throw what it would print, as a failure like any other: with --json too, and with exit code 2. */
export function throwUsageErrors(command: Command): void {
  command.configureOutput({ outputError: () => undefined }).exitOverride((error) => {
    throw refusal(error, command);
  });
  for (const child of command.commands) throwUsageErrors(child.helpCommand(false));
}
