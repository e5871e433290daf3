import { hasPending, ok, refuse, type ErrorCode, type Instrument, type Result } from '@bourseworks/domain';
import { validateRiskConfig, type Breach, type RiskConfig, type RiskScope, type TradingState } from '@bourseworks/risk';
import { requestCancel } from './requests.js';
import type { EngineContext } from './context.js';
import type { Order } from './order.js';
import { adopt } from './adopt-instrument.js';

/** A command of a person who may change what is allowed. `id` of the firm is `all`, of a symbol `venue/symbol`. */
export interface PersonCommand {
  readonly commandId: string;
  readonly actor: string;
  readonly reason: string;
}

export interface StateCommand extends PersonCommand {
  readonly scope: RiskScope;
  readonly id: string;
  readonly state: TradingState;
}

export interface LimitsCommand extends PersonCommand {
  readonly config: RiskConfig;
}

export interface LocateCommand extends PersonCommand {
  readonly account: string;
  readonly venue: string;
  readonly symbol: string;
  /** As its broker lists it: of one that was not traded yet the journal knows nothing. */
  readonly offered?: Instrument;
  /** Units of the instrument, 0 takes the locate back. */
  readonly quantity: number;
  readonly expireUs: number;
}

/** Limits as text: beyond it a record of the journal would not hold them. */
const MAX_LIMITS_BYTES = 200_000;

function inScope(order: Order, scope: RiskScope, id: string): boolean {
  switch (scope) {
    case 'firm':
      return true;
    case 'account':
      return order.account === id;
    case 'strategy':
      return order.strategy === id;
    case 'symbol':
      return order.instrument.key === id;
  }
}

/** Whether an order may make its strategy's position larger. */
function enlarges(ctx: EngineContext, order: Order): boolean {
  // It is nowhere yet, and goes with the order that it waits for: what that fills meanwhile is to be protected.
  if (order.waiting) return false;
  const held = ctx.state.portfolio.position(order.account, order.strategy, order.instrument.key)?.quantity ?? 0;
  return order.state.side === 'BUY' ? held >= 0 : held <= 0;
}

/**
 * Asks for the cancel of what a state does not allow any more: of all orders when HALTED, of opening ones when REDUCING; but
 * not of those that close positions after a kill.
 */
function cancelFor(ctx: EngineContext, scope: RiskScope, id: string, state: TradingState, nowUs: number): number {
  if (state === 'ACTIVE') return 0;
  const covered = [...ctx.state.open].filter(
    (order) =>
      inScope(order, scope, id) && !hasPending(order.state, 'Cancel') && (state === 'HALTED' || enlarges(ctx, order)),
  );
  for (const order of covered) {
    const { account, strategy } = order;
    requestCancel(ctx, order, 'risk', { commandId: '', contentHash: 0, account, strategy, sentUs: nowUs }, nowUs);
  }
  return covered.length;
}

/** Writes down what losses and conduct led to, and acts on it: a part of every decision. */
export function settleRisk(ctx: EngineContext, nowUs: number): void {
  const { risk } = ctx.state;
  if (!risk.alarmed) return;
  for (const baseline of risk.takeBaselines())
    ctx.commit({ type: 'RiskBaseline', sequence: ctx.next(), us: nowUs, ...baseline });
  for (const breach of risk.takeBreaches()) {
    commitBreach(ctx, breach, nowUs);
    cancelFor(ctx, breach.scope, breach.id, breach.state, nowUs);
  }
}

function commitBreach(ctx: EngineContext, breach: Breach, nowUs: number): void {
  const { scope, id: scopeId, state, cause, code, message: reason, limit, observed } = breach;
  const { version: ruleVersion } = ctx.state.risk.config;
  ctx.commit({
    type: 'RiskState',
    sequence: ctx.next(),
    us: nowUs,
    commandId: '',
    scope,
    scopeId,
    state,
    cause,
    code,
    actor: '',
    reason,
    limit,
    observed,
    ruleVersion,
  });
}

/** What answers a control command: whether its scope is closed for opening orders, and how many cancels it led to. */
export function answer(ctx: EngineContext, scope: RiskScope, id: string, cancelled: number, sequence: number): void {
  const killed = ctx.state.risk.states.stateOf(scope, id) === 'HALTED';
  const awaiting = false;
  const { booked } = ctx.out;
  const reply = { scope, id, killed, cancelled, awaiting, sequence, code: undefined, reason: undefined };
  ctx.out.control = booked === undefined ? reply : { ...reply, booked };
}

export function refuseControl(ctx: EngineContext, scope: RiskScope, id: string, code: ErrorCode, reason: string): void {
  const sequence = ctx.state.lastSequence;
  ctx.out.control = { scope, id, killed: false, cancelled: 0, awaiting: false, sequence, code, reason };
}

/** True when the command was answered: it has no name behind it, or was carried out before. */
export function answered(ctx: EngineContext, cmd: PersonCommand, scope: RiskScope, id: string): boolean {
  if (cmd.actor.trim() === '') {
    refuseControl(ctx, scope, id, 'ACTOR_REQUIRED', 'the command needs the name of a person');
    return true;
  }
  if (cmd.commandId === '' || !ctx.state.controls.has(cmd.commandId)) return false;
  answer(ctx, scope, id, 0, ctx.state.lastSequence);
  return true;
}

/** Sets a trading state by hand; ACTIVE re-arms what losses or conduct latched, whose counting begins anew. */
export function setState(ctx: EngineContext, cmd: StateCommand, nowUs: number): void {
  const { commandId, scope, id: scopeId, state, actor, reason } = cmd;
  if (answered(ctx, cmd, scope, scopeId)) return;
  const sequence = ctx.next();
  const code = state === 'REDUCING' ? 'RISK_REDUCING' : 'RISK_HALTED';
  const { version: ruleVersion } = ctx.state.risk.config;
  const what = { commandId, scope, scopeId, state, cause: 'person', code, actor, reason } as const;
  ctx.commit({ type: 'RiskState', sequence, us: nowUs, ...what, limit: '', observed: '', ruleVersion });
  const cancelled = cancelFor(ctx, scope, scopeId, state, nowUs);
  answer(ctx, scope, scopeId, cancelled, sequence);
}

/** Puts new limits in force, whole and at once. Their version is above that of those in force. */
export function setLimits(ctx: EngineContext, cmd: LimitsCommand, nowUs: number): void {
  if (answered(ctx, cmd, 'firm', 'all')) return;
  const checked = validateRiskConfig(cmd.config);
  if (!checked.ok) return refuseControl(ctx, 'firm', 'all', checked.refusal.code, checked.refusal.message);
  const inForce = ctx.state.risk.config.version;
  if (checked.value.version <= inForce)
    return refuseControl(ctx, 'firm', 'all', 'RISK_VERSION', `version ${inForce} is in force: the next is above it`);
  const body = JSON.stringify(checked.value);
  if (Buffer.byteLength(body) > MAX_LIMITS_BYTES)
    return refuseControl(ctx, 'firm', 'all', 'CONFIG_INVALID', `more than ${MAX_LIMITS_BYTES} bytes of limits`);
  const { commandId, actor, reason } = cmd;
  const { version } = checked.value;
  const sequence = ctx.next();
  ctx.commit({ type: 'RiskLimits', sequence, us: nowUs, commandId, actor, reason, version, body });
  answer(ctx, 'firm', 'all', 0, sequence);
}

/**
 * The limits that the process was started with: those of a file, or the built-in ones. They are in force unless the journal
 * has later ones; built-in ones also stand back behind what a person set. A file that was changed without a new version is
 * refused: nobody could tell which of the two a denial names.
 */
export function startLimits(ctx: EngineContext, config: RiskConfig, builtIn: boolean, nowUs: number): Result<void> {
  const { state } = ctx;
  const { body: known, version: last, byPerson } = state.limits;
  let body = JSON.stringify(config);
  let { version } = config;
  if (body === known || (builtIn && byPerson)) return ok(undefined);
  if (builtIn && last > 0) {
    version = last + 1;
    body = JSON.stringify({ ...config, version });
    if (sameRules(body, known)) return ok(undefined);
  } else if (version < last) return ok(undefined);
  else if (version === last)
    return refuse('RISK_VERSION', `limits of version ${version} differ from those in the journal: raise the version`);
  const [sequence, reason] = [ctx.next(), builtIn ? 'built-in limits' : 'limits of the file'];
  ctx.commit({ type: 'RiskLimits', sequence, us: nowUs, commandId: '', actor: '', reason, version, body });
  return ok(undefined);
}

function sameRules(a: string, b: string): boolean {
  const bare = (text: string): string => JSON.stringify({ ...(JSON.parse(text) as RiskConfig), version: 0 });
  return bare(a) === bare(b);
}

export function setLocate(ctx: EngineContext, cmd: LocateCommand, nowUs: number): void {
  const { commandId, account, venue, symbol, offered, quantity, expireUs, actor, reason } = cmd;
  const instrument = `${venue}/${symbol}`;
  if (answered(ctx, cmd, 'account', account)) return;
  if (!Number.isSafeInteger(quantity) || quantity < 0 || !Number.isSafeInteger(expireUs))
    return refuseControl(ctx, 'account', account, 'QUANTITY_INVALID', 'a locate is a quantity and a time');
  const adopted = offered === undefined ? undefined : adopt(ctx, offered, nowUs);
  if (adopted !== undefined && 'code' in adopted)
    return refuseControl(ctx, 'account', account, adopted.code, adopted.reason);
  if (!ctx.state.instruments.has(instrument))
    return refuseControl(ctx, 'account', account, 'INSTRUMENT_UNKNOWN', `${instrument} was never traded here`);
  const sequence = ctx.next();
  const what = { commandId, actor, reason, account, instrument, quantity, expireUs };
  ctx.commit({ type: 'Locate', sequence, us: nowUs, ...what });
  answer(ctx, 'account', account, 0, sequence);
}
