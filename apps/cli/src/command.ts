import { Command, Option } from 'commander';
import { withoutLogins } from '@bourseworks/ports';
import { brokerUrlArgument } from './arguments/parsers.js';
import type { Bus } from './bus.js';
import { failureOf } from './failure.js';
import { busAddress } from './launcher/settings.js';
import { Output } from './output/output.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly json: boolean;
}

export interface BusOptions extends CommonOptions {
  /** Address of the event broker. */
  readonly url: string;
}

/** Starts with `bourse` unless the example names it itself, after a variable or in a pipe. */
const exampleLine = (example: string): string => `  ${/\bbourse /.test(example) ? '' : 'bourse '}${example}`;

/** A command with `--json` and an example at the end of its help. */
export function newCommand(name: string, description: string, examples: readonly string[]): Command {
  return new Command(name)
    .description(description)
    .option('--json', 'JSON, one object a line', false)
    .addHelpText('after', `\nExamples:\n${examples.map(exampleLine).join('\n')}`);
}

/** A command that talks to the running platform. */
export function newBusCommand(name: string, description: string, examples: readonly string[]): Command {
  const address = busAddress(process.env);
  // What help shows: quoted as other defaults are, without a login that stands in the address.
  const url = new Option('--url <address>', 'event broker')
    .argParser(brokerUrlArgument)
    .default(address, JSON.stringify(withoutLogins(address)));
  return newCommand(name, description, examples).addOption(url);
}

/** Runs what a command does; its failure becomes a message with a remedy, and the exit code. */
export async function run(options: CommonOptions, work: (output: Output) => Promise<void>): Promise<void> {
  const output = new Output(options.json);
  try {
    await work(output);
  } catch (error) {
    if (output.isAbandoned) return;
    const failure = failureOf(error);
    output.failure(failure);
    process.exitCode = failure.exitCode;
  }
}

/** `run` with a session to the bus, closed at the end. */
export function runOnBus(options: BusOptions, work: (bus: Bus, output: Output) => Promise<void>): Promise<void> {
  return run(options, async (output) => {
    // Loaded only now: the client of the broker takes half a second, which `--help` and completion must not wait for. For
    // the same reason a command takes topics and shapes from @bourseworks/dto/shapes, and nothing from @bourseworks/dto.
    const { Bus } = await import('./bus.js');
    const bus = await Bus.connect(options.url);
    try {
      await work(bus, output);
    } finally {
      await bus.close();
    }
  });
}
