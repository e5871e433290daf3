import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import {
  strategyControlTopic,
  type StrategyControlReplyShape,
  type StrategyControlShape,
  type StrategyStatusShape,
} from '@bourseworks/dto/shapes';
import { signed } from '../../actor.js';
import { idArgument, strategyArgument } from '../../arguments/parsers.js';
import { commandLine } from '../../arguments/shell.js';
import type { Bus } from '../../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure, codeOf, leavesOutcomeOpen, openReason } from '../../failure.js';
import type { Output } from '../../output/output.js';
import { withIsoTimes } from '../../streams/iso-time.js';
import { remedyOf } from '../../remedies.js';
import { newStrategyCommand } from './new/new.command.js';
import { strategyDetails, strategyTable } from './strategy-text.js';

const DEFAULT_HOST = 'host1';
/** A strategy may take some seconds to stop. */
const CHANGE_TIMEOUT_MS = 30_000;

interface StrategyOptions extends BusOptions {
  readonly host: string;
}

const hostOption = (): Option =>
  new Option('--host <host>', 'strategy host').argParser(idArgument).default(DEFAULT_HOST);

const statusOf = async (bus: Bus, { host }: StrategyOptions, id?: string): Promise<readonly StrategyStatusShape[]> => {
  const body: StrategyControlShape = { action: 'list', ...(id === undefined ? {} : { id }) };
  return (await bus.query<StrategyControlReplyShape>(strategyControlTopic(host), body)).strategies;
};

async function change(
  bus: Bus,
  output: Output,
  action: 'start' | 'stop',
  id: string,
  options: StrategyOptions,
): Promise<void> {
  const { host } = options;
  try {
    const topic = strategyControlTopic(host);
    const body: StrategyControlShape = { action, id, commandId: `cli-${randomUUID()}` };
    const claimed = signed(`strategy.${action}`, topic, body);
    const { strategies } = await bus.ask<StrategyControlReplyShape>(topic, claimed, CHANGE_TIMEOUT_MS);
    for (const strategy of strategies)
      output.result(withIsoTimes(strategy), () => `${output.style('strong', id)} is ${strategy.state}.`);
  } catch (error) {
    if (!leavesOutcomeOpen(error)) throw error;
    const words = ['strategy', 'status', id, ...(host === DEFAULT_HOST ? [] : ['--host', host])];
    throw new CliFailure(
      EXIT.unknown,
      `${openReason(error)}: it is not known whether ${id} was told to ${action}`,
      `See: ${commandLine(words, options)}`,
      codeOf(error),
    );
  }
}

function listCommand(): Command {
  return newBusCommand('list', 'the strategies of a host', ['strategy list', 'strategy list --host host2 --json'])
    .addOption(hostOption())
    .action((options: StrategyOptions) =>
      runOnBus(options, async (bus, output) => {
        const strategies = await statusOf(bus, options);
        if (output.json) for (const strategy of strategies) output.result(withIsoTimes(strategy), () => '');
        else if (strategies.length === 0) output.note(`No strategies on ${options.host}.`);
        else output.result(undefined, () => strategyTable(output, strategies));
      }),
    );
}

function statusCommand(): Command {
  return newBusCommand('status', 'one strategy: its state, its parameters, its counters', ['strategy status pts'])
    .argument('<id>', 'strategy', strategyArgument)
    .addOption(hostOption())
    .action((id: string, options: StrategyOptions) =>
      runOnBus(options, async (bus, output) => {
        const [strategy] = await statusOf(bus, options, id);
        if (strategy === undefined) {
          const message = `no strategy ${id} on ${options.host}`;
          throw new CliFailure(EXIT.refused, message, remedyOf('STRATEGY_UNKNOWN'), 'STRATEGY_UNKNOWN');
        }
        output.result(withIsoTimes(strategy), () => strategyDetails(output, strategy));
      }),
    );
}

function changeCommand(action: 'start' | 'stop', description: string): Command {
  return newBusCommand(action, description, [`strategy ${action} pts`])
    .argument('<id>', 'strategy', strategyArgument)
    .addOption(hostOption())
    .action((id: string, options: StrategyOptions) =>
      runOnBus(options, (bus, output) => change(bus, output, action, id, options)),
    );
}

/** Strategies of a host. */
export function strategyCommand(): Command {
  return new Command('strategy')
    .description('look at strategies, start and stop them, write one')
    .addCommand(listCommand())
    .addCommand(statusCommand())
    .addCommand(changeCommand('start', 'start a strategy that was stopped or has failed'))
    .addCommand(changeCommand('stop', 'stop a strategy'))
    .addCommand(newStrategyCommand());
}
