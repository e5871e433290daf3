import { randomUUID } from 'node:crypto';
import { Option } from 'commander';
import type { ActorAction } from '@bourseworks/actor';
import { operator, osUser, signed } from '../../actor.js';
import { idArgument, reasonArgument } from '../../arguments/parsers.js';
import { commandLine } from '../../arguments/shell.js';
import type { Bus } from '../../bus.js';
import type { BusOptions } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure, codeOf, leavesOutcomeOpen, openReason, usage } from '../../failure.js';

const TIMEOUT_MS = 10_000;

export interface RiskControlOptions extends BusOptions {
  readonly reason: string;
  readonly actor?: string;
}

export const reasonOption = (): Option =>
  new Option('--reason <text>', 'why: kept in the journal').argParser(reasonArgument);

export const actorOption = (): Option =>
  new Option('--actor <name>', 'who asks (default: the user of this machine)').argParser(idArgument);

/** A command of risk that is to be sent; `again` is how it is repeated, `look` how to see what became of it. */
export interface RiskControl {
  readonly action: Extract<ActorAction, `control.${string}`>;
  readonly topic: string;
  readonly body: object;
  readonly again: readonly string[];
  readonly look: readonly string[];
}

/**
 * Sends a command of risk under the name of whoever runs this.
 * @throws CliFailure when it was refused, and with exit code 5 when no answer came
 */
export async function sendRiskControl<Reply>(
  bus: Bus,
  { action, topic, body, again, look }: RiskControl,
  options: RiskControlOptions,
): Promise<Reply> {
  const actor = options.actor ?? osUser();
  // A container may run under a number that has no name.
  if (actor === undefined) throw usage('this user has no name', 'Say who asks with --actor.');
  const whole = { commandId: `cli-${randomUUID()}`, actor, reason: options.reason, ...body };
  try {
    return await bus.ask<Reply>(topic, signed(action, topic, whole, { actor: operator(actor) }), TIMEOUT_MS);
  } catch (error) {
    if (!leavesOutcomeOpen(error)) throw error;
    const { url } = options;
    const remedy = [`Look: ${commandLine(look, { url })}`, `Repeat it: ${commandLine(again, { url })}`];
    const what = `${openReason(error)}: it is not known whether the command was executed`;
    throw new CliFailure(EXIT.unknown, what, remedy.join('\n'), codeOf(error));
  }
}
