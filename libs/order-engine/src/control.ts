import { hasPending } from '@bourseworks/domain';
import { requestCancel } from './change.js';
import type { ControlCommand, ControlScope } from './commands.js';
import type { EngineContext } from './context.js';
import type { Order } from './order.js';

function inScope(order: Order, scope: ControlScope, id: string): boolean {
  return scope === 'firm' || (scope === 'account' ? order.account : order.strategy) === id;
}

/** Asks for the cancel of every open order that a latched kill switch covers and that has none in flight. */
export function cancelKilled(ctx: EngineContext, nowUs: number): number {
  const { latch } = ctx.state.risk;
  const covered = [...ctx.state.open].filter((order) => {
    return latch.blocks(order.account, order.strategy) !== undefined && !hasPending(order.state, 'Cancel');
  });
  for (const order of covered) {
    const { account, strategy } = order;
    requestCancel(ctx, order, 'kill', { commandId: '', contentHash: 0, account, strategy, sentUs: nowUs }, nowUs);
  }
  return covered.length;
}

function answer(ctx: EngineContext, cmd: ControlCommand, cancelled: number, sequence: number): void {
  const { scope, id } = cmd;
  const killed = ctx.state.risk.latch.isKilled(scope, id);
  ctx.out.control = { scope, id, killed, cancelled, sequence, code: undefined, reason: undefined };
}

/** A switch needs a name behind it; and a repeat delivered late must not undo what came after the first. */
function refused(ctx: EngineContext, cmd: ControlCommand): boolean {
  const { scope, id, actor } = cmd;
  const killed = ctx.state.risk.latch.isKilled(scope, id);
  const sequence = ctx.state.lastSequence;
  if (actor.trim() === '') {
    const reason = 'the command needs the name of a person';
    ctx.out.control = { scope, id, killed, cancelled: 0, sequence, code: 'ACTOR_REQUIRED', reason };
    return true;
  }
  if (cmd.commandId === '' || !ctx.state.controls.has(cmd.commandId)) return false;
  answer(ctx, cmd, 0, sequence);
  return true;
}

/** Latches a kill switch: new orders of the scope are refused at once, open ones cancelled. Killing twice is harmless. */
export function kill(ctx: EngineContext, cmd: ControlCommand, nowUs: number): void {
  if (refused(ctx, cmd)) return;
  const { commandId, scope, id: scopeId, actor, reason } = cmd;
  const sequence = ctx.next();
  ctx.commit({ type: 'Kill', sequence, us: nowUs, commandId, scope, scopeId, actor, reason });
  const before = ctx.state.lastSequence;
  cancelKilled(ctx, nowUs);
  const cancelled = ctx.out.records.filter((record) => {
    const order =
      record.type === 'CancelRequested' && record.sequence > before ? ctx.state.find(record.clOrdId) : undefined;
    return order !== undefined && inScope(order, scope, scopeId);
  }).length;
  answer(ctx, cmd, cancelled, sequence);
}

export function rearm(ctx: EngineContext, cmd: ControlCommand, nowUs: number): void {
  if (refused(ctx, cmd)) return;
  const { commandId, scope, id: scopeId, actor, reason } = cmd;
  const sequence = ctx.next();
  ctx.commit({ type: 'Rearm', sequence, us: nowUs, commandId, scope, scopeId, actor, reason });
  answer(ctx, cmd, 0, sequence);
}
