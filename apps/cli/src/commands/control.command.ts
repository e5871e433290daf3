import { randomUUID } from 'node:crypto';
import { Option, type Command } from 'commander';
import {
  killTopic,
  KILL_SCOPES,
  ORDER_QUERY,
  type EventsReplyShape,
  type KillReplyShape,
  type KillRequestShape,
  type KillScope,
  type OrderEventShape,
  type OrdersReplyShape,
} from '@bourseworks/dto/shapes';
import { operator, osUser, signed } from '../actor.js';
import { idArgument, reasonArgument } from '../arguments/parsers.js';
import { commandLine } from '../arguments/shell.js';
import type { Bus } from '../bus.js';
import { newBusCommand, runOnBus, type BusOptions } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure, codeOf, leavesOutcomeOpen, openReason, usage } from '../failure.js';
import type { Output } from '../output/output.js';
import { confirm } from './confirm.js';

const TIMEOUT_MS = 10_000;
const MAX_LISTED = 1_000;

type Action = 'kill' | 'rearm';

interface ControlOptions extends BusOptions {
  readonly scope: KillScope;
  readonly id?: string;
  readonly reason: string;
  readonly actor?: string;
  readonly flatten?: boolean;
  readonly force?: boolean;
  readonly yes: boolean;
}

/** An order whose cancel the kill has asked for. */
type Cancelled = Pick<OrderEventShape, 'clOrdId' | 'account' | 'strategy' | 'venue' | 'symbol' | 'side' | 'leavesQty'>;

/** Id of the scope. @throws CliFailure when the two do not fit */
export function scopeId({ scope, id }: Pick<ControlOptions, 'scope' | 'id'>): string {
  if (scope !== 'firm') {
    if (id !== undefined) return id;
    throw usage(`which ${scope}?`, `Give --id with the ${scope}.`);
  }
  if (id === undefined || id === 'all') return 'all';
  throw usage('the firm is one: it has no --id', 'For less than the firm give --scope account or --scope strategy.');
}

function whoAsks({ actor }: Pick<ControlOptions, 'actor'>): string {
  const name = actor ?? osUser();
  // A container may run under a number that has no name.
  if (name === undefined) throw usage('this user has no name', 'Say who asks with --actor.');
  return name;
}

const scopeWords = (scope: KillScope, id: string): string[] => (scope === 'firm' ? [] : ['--scope', scope, '--id', id]);

function unknownOutcome(action: Action, id: string, options: ControlOptions, error: unknown): CliFailure {
  const flags = [...(options.flatten === true ? ['--flatten'] : []), ...(options.force === true ? ['--force'] : [])];
  const words = [action, ...scopeWords(options.scope, id), '--reason', options.reason, ...flags, '--yes'];
  return new CliFailure(
    EXIT.unknown,
    `${openReason(error)}: it is not known whether the ${action} of ${options.scope} ${id} was executed`,
    `Repeat it, which is harmless: ${commandLine(words, options)}\nLook with \`bourse health\` whether the OMS is there.`,
    codeOf(error),
  );
}

/** The orders whose cancel follows from this kill, which stands in the journal at `sequence`. */
async function cancelledBy(bus: Bus, { scope, id, sequence, cancelled }: KillReplyShape): Promise<Cancelled[]> {
  if (cancelled === 0) return [];
  const filter = scope === 'firm' ? {} : { [scope]: id };
  const query = { ...filter, afterSequence: sequence, limit: MAX_LISTED };
  const { events } = await bus.query<EventsReplyShape>(ORDER_QUERY.events, query);
  const asked = events.filter(
    ({ code, execType }) => code === 'RISK_KILLED' && (execType === 'PendingCancel' || execType === 'Canceled'),
  );
  return asked.slice(0, cancelled).map(({ clOrdId, account, strategy, venue, symbol, side, leavesQty }) => ({
    clOrdId,
    account,
    strategy,
    venue,
    symbol,
    side,
    leavesQty,
  }));
}

/** A strategy may be killed before its first order; an id that nobody has ever heard of may as well be misspelt. */
async function noteUnknownStrategy(bus: Bus, output: Output, { scope, id }: KillReplyShape): Promise<void> {
  if (scope !== 'strategy') return;
  const { orders } = await bus.query<OrdersReplyShape>(ORDER_QUERY.orders, { strategy: id, limit: 1 });
  if (orders.length > 0) return;
  const text = `The OMS has no order of a strategy ${id}. Is that its id? \`bourse strategy list\` shows those of a host.`;
  output.note(output.style('warn', text, process.stderr));
}

function killText(
  output: Output,
  reply: KillReplyShape,
  orders: readonly Cancelled[],
  rearm: string,
  flatten: boolean,
): string {
  const { scope, id, cancelled } = reply;
  const head = output.style('bad', `Killed: ${scope} ${id}.`);
  const what = `New orders are refused; a cancel was sent for ${cancelled} open ${cancelled === 1 ? 'order' : 'orders'}.`;
  const lines = orders.map(
    (order) =>
      `  ${order.clOrdId}  ${order.side} ${order.leavesQty} ${order.venue}/${order.symbol}  (${order.account}, ${order.strategy})`,
  );
  const left = cancelled > orders.length ? [`  and ${cancelled - orders.length} more`] : [];
  const after = flatten ? 'Positions are closed once nothing is open.' : 'Positions stay as they are.';
  const check = `A venue may fill before it cancels: see \`bourse order list --open\`. ${after}`;
  return [`${head} ${what}`, ...lines, ...left, check, `To re-arm: ${rearm}`].join('\n');
}

async function control(bus: Bus, output: Output, action: Action, id: string, options: ControlOptions): Promise<void> {
  const { scope, reason, flatten = false, force = false } = options;
  const actor = whoAsks(options);
  const more = { ...(flatten ? { flatten } : {}), ...(force ? { force } : {}) };
  const body: KillRequestShape = { commandId: `cli-${randomUUID()}`, actor, reason, ...more };
  const topic = killTopic(action, scope, id);
  const claimed = signed(`control.${action}`, topic, body, { actor: operator(actor) });
  let reply: KillReplyShape;
  try {
    reply = await bus.ask<KillReplyShape>(topic, claimed, TIMEOUT_MS);
  } catch (error) {
    throw leavesOutcomeOpen(error) ? unknownOutcome(action, id, options, error) : error;
  }
  await noteUnknownStrategy(bus, output, reply).catch(() => undefined);
  if (action === 'rearm') {
    output.result({ ...reply, ...body }, () => {
      if (reply.awaits !== undefined) return 'Asked for. It awaits a second person, who re-arms it within 15 minutes.';
      const wider = scope === 'firm' ? '' : ' A switch of a wider scope still blocks.';
      return `${output.style('good', `Re-armed: ${scope} ${id}.`)}${wider}`;
    });
    return;
  }
  const rearm = commandLine(['rearm', ...scopeWords(scope, id), '--reason', 'WHY'], options);
  const orders = await cancelledBy(bus, reply).catch((error: unknown) => {
    output.note(`The kill is in force; what it cancelled could not be listed: ${String(error)}`);
    return [];
  });
  output.result({ ...reply, ...body, orders, rearm }, () => killText(output, reply, orders, rearm, flatten));
}

function controlCommand(action: Action, description: string, question: string, examples: readonly string[]): Command {
  return newBusCommand(action, description, examples)
    .addOption(new Option('--scope <scope>', 'how far it reaches').choices(KILL_SCOPES).default('firm'))
    .option('--id <id>', 'account or strategy of the scope', idArgument)
    .requiredOption('--reason <text>', 'why: kept in the journal', reasonArgument)
    .option('--actor <name>', 'who asks (default: the user of this machine)', idArgument)
    .option('--yes', 'do not ask first; needed where nobody can be asked', false)
    .action(async (options: ControlOptions) => {
      const id = scopeId(options);
      if (!options.yes) await confirm(`${question.replace('%', `${options.scope} ${id}`)} Continue?`);
      await runOnBus(options, (bus, output) => control(bus, output, action, id, options));
    });
}

/** The kill switch: blocks new orders of its scope and cancels the open ones, until a person re-arms it. */
export const killCommand = (): Command =>
  controlCommand(
    'kill',
    'the kill switch: refuse new orders and cancel open ones until somebody re-arms it',
    'Kill %: new orders are refused and open ones cancelled until somebody re-arms it.',
    [
      "kill --reason 'runaway prices'",
      "kill --scope strategy --id pts --reason 'wrong model' --yes",
      "kill --scope account --id SIM --flatten --reason 'out of everything' --yes",
    ],
  ).option('--flatten', 'close the positions of the scope at the market once nothing of it is open', false);

export const rearmCommand = (): Command =>
  controlCommand(
    'rearm',
    'take the kill switch off again, when the cause is mended',
    'Re-arm %: orders are let through again.',
    ["rearm --reason 'feed is back'", "rearm --scope strategy --id pts --reason 'model mended' --yes"],
  ).option('--force', 'although it is not verified that nothing of the scope is open', false);
