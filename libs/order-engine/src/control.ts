import { hasPending } from '@bourseworks/domain';
import { requestCancel } from './requests.js';
import type { ControlCommand } from './commands.js';
import type { EngineContext } from './context.js';
import type { KillFlow } from './kill/kill-flow.js';
import { inScope, openInScope } from './kill/kill-scope.js';
import type { ErrorCode } from '@bourseworks/domain';
import type { KillStep } from './records/record.js';

/** How long a proposal to re-arm waits for its second person, microseconds. */
export const PROPOSAL_US = 15 * 60_000_000;

/** Asks for the cancel of every open order that a latched kill switch covers and that has none in flight. */
export function cancelKilled(ctx: EngineContext, nowUs: number): number {
  const { latch } = ctx.state.risk;
  const covered = [...ctx.state.open].filter((order) => {
    // What closes positions for a kill switch is not what it stops.
    if (order.cause === 'kill' || hasPending(order.state, 'Cancel')) return false;
    return latch.blocks(order.account, order.strategy) !== undefined;
  });
  for (const order of covered) {
    const { account, strategy } = order;
    requestCancel(ctx, order, 'kill', { commandId: '', contentHash: 0, account, strategy, sentUs: nowUs }, nowUs);
  }
  return covered.length;
}

function answer(ctx: EngineContext, cmd: ControlCommand, cancelled: number, sequence: number, nowUs: number): void {
  const { scope, id } = cmd;
  const killed = ctx.state.risk.latch.isKilled(scope, id);
  const awaiting = proposalOf(ctx.state.kills.get(scope, id), nowUs) !== undefined;
  ctx.out.control = { scope, id, killed, cancelled, awaiting, sequence, code: undefined, reason: undefined };
}

function refuse(ctx: EngineContext, { scope, id }: ControlCommand, code: ErrorCode, reason: string): void {
  const killed = ctx.state.risk.latch.isKilled(scope, id);
  const sequence = ctx.state.lastSequence;
  ctx.out.control = { scope, id, killed, cancelled: 0, awaiting: false, sequence, code, reason };
}

/** A switch needs a name behind it; and a repeat delivered late must not undo what came after the first. */
function refused(ctx: EngineContext, cmd: ControlCommand, nowUs: number): boolean {
  if (cmd.actor.trim() === '') {
    refuse(ctx, cmd, 'ACTOR_REQUIRED', 'the command needs the name of a person');
    return true;
  }
  if (cmd.commandId === '' || !ctx.state.controls.has(cmd.commandId)) return false;
  answer(ctx, cmd, 0, ctx.state.lastSequence, nowUs);
  return true;
}

/** Latches a kill switch: new orders of the scope are refused at once, open ones cancelled. Killing twice is harmless. */
export function kill(ctx: EngineContext, cmd: ControlCommand, nowUs: number): void {
  if (refused(ctx, cmd, nowUs)) return;
  const { commandId, scope, id: scopeId, actor, actorId = '', reason, flatten = false } = cmd;
  const sequence = ctx.next();
  ctx.commit({ type: 'Kill', sequence, us: nowUs, commandId, scope, scopeId, actor, actorId, reason, flatten });
  const before = ctx.state.lastSequence;
  cancelKilled(ctx, nowUs);
  const cancelled = ctx.out.records.filter((record) => {
    const order =
      record.type === 'CancelRequested' && record.sequence > before ? ctx.state.find(record.clOrdId) : undefined;
    return order !== undefined && inScope(order, scope, scopeId);
  }).length;
  answer(ctx, cmd, cancelled, sequence, nowUs);
}

function proposalOf(flow: KillFlow | undefined, nowUs: number): KillFlow['proposal'] {
  const proposal = flow?.proposal;
  return proposal !== undefined && nowUs - proposal.us <= PROPOSAL_US ? proposal : undefined;
}

/** One person under two names, or two ids, is still one: the same of either is the same. */
const isSame = (a: { readonly actor: string; readonly actorId: string }, { actor, actorId = '' }: ControlCommand) =>
  a.actor === actor || (actorId !== '' && a.actorId === actorId);

/** True when this request does not take the switch off yet. */
function awaitsSecond(ctx: EngineContext, cmd: ControlCommand, flow: KillFlow, nowUs: number): boolean {
  if (ctx.options.rearmSecondPerson !== true) return false;
  const proposal = proposalOf(flow, nowUs);
  if (proposal === undefined) {
    const { commandId, scope, id: scopeId, actor, actorId = '', reason } = cmd;
    const sequence = ctx.next();
    ctx.commit({ type: 'RearmProposed', sequence, us: nowUs, commandId, scope, scopeId, actor, actorId, reason });
    answer(ctx, cmd, 0, sequence, nowUs);
    return true;
  }
  if (!isSame(proposal, cmd)) return false;
  refuse(ctx, cmd, 'RISK_REARM_SECOND_PERSON', `${proposal.actor} asked for it already; it awaits a second person`);
  return true;
}

/** Takes a switch off: once it is verified that nothing is open, or by force; with two people where they are asked for. */
export function rearm(ctx: EngineContext, cmd: ControlCommand, nowUs: number): void {
  if (refused(ctx, cmd, nowUs)) return;
  const { commandId, scope, id: scopeId, actor, actorId = '', reason, force = false } = cmd;
  const flow = ctx.state.kills.get(scope, scopeId);
  if (flow !== undefined) {
    if (!flow.isDone && !force) {
      const phase = flow.phase(openInScope(ctx.state, scope, scopeId).length);
      const what = flow.detail === '' ? '' : ` (${flow.detail})`;
      return refuse(ctx, cmd, 'RISK_KILL_UNVERIFIED', `the kill of ${scope} ${scopeId} is ${phase}${what}`);
    }
    if (awaitsSecond(ctx, cmd, flow, nowUs)) return undefined;
  }
  const proposer = proposalOf(flow, nowUs)?.actor ?? '';
  const forced = flow !== undefined && !flow.isDone;
  const sequence = ctx.next();
  const who = { actor, actorId, reason, forced, proposer: ctx.options.rearmSecondPerson === true ? proposer : '' };
  ctx.commit({ type: 'Rearm', sequence, us: nowUs, commandId, scope, scopeId, ...who });
  answer(ctx, cmd, 0, sequence, nowUs);
  return undefined;
}

/**
 * Journals how far the kill `sequence` has come. Nothing happens when it is there already, was taken off or set anew
 * meanwhile, or when orders are open again that were not when the broker was asked.
 */
export function stepKill(
  ctx: EngineContext,
  { scope, id, sequence: killSequence }: Pick<KillFlow, 'scope' | 'id' | 'sequence'>,
  phase: KillStep,
  detail: string,
  nowUs: number,
): boolean {
  const flow = ctx.state.kills.get(scope, id);
  if (flow === undefined || flow.sequence !== killSequence) return false;
  const open = openInScope(ctx.state, scope, id).length;
  if (flow.phase(open) === phase || (phase !== 'ESCALATED' && open > 0)) return false;
  ctx.commit({ type: 'KillPhase', sequence: ctx.next(), us: nowUs, scope, scopeId: id, phase, detail });
  return true;
}
