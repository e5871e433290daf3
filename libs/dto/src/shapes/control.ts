import type { ErrorCode, RefusalDetails } from '@bourseworks/domain';
import type { DecimalText, NanosText } from './common.js';

export const KILL_SCOPES = ['firm', 'account', 'strategy'] as const;
export type KillScope = (typeof KILL_SCOPES)[number];

/** Body of `control/v1/kill/{scope}/{id}` and `control/v1/rearm/{scope}/{id}` (firm: id `all`). */
export interface KillRequestShape {
  readonly commandId: string;
  /** Who asks: the name in the claim. */
  readonly actor: string;
  readonly reason: string;
  /** kill: close every position of the scope at the market once it is verified that nothing of it is open. */
  readonly flatten?: boolean;
  /** rearm: although the kill is not VERIFIED (with flatten: FLAT). */
  readonly force?: boolean;
  /** Signed proof of who asks; always needed. */
  readonly claim?: string;
}

/**
 * How far a kill has come. BLOCKED: new orders are refused, nothing is open by the books of the OMS. CANCELLING: orders are
 * still open. VERIFIED: the broker holds nothing open either. FLATTENING, FLAT: positions are being, and were, closed.
 * ESCALATED: what was due did not come in time; it is still being worked on.
 */
export const KILL_PHASES = ['BLOCKED', 'CANCELLING', 'VERIFIED', 'ESCALATED', 'FLATTENING', 'FLAT'] as const;
export type KillPhase = (typeof KILL_PHASES)[number];

export interface KillReplyShape {
  readonly scope: KillScope;
  readonly id: string;
  readonly killed: boolean;
  /** Orders whose cancel was sent. */
  readonly cancelled: number;
  readonly sequence: number;
  /** The re-arming is asked for, and executed once a second person asks for it within 15 minutes. */
  readonly awaits?: 'second-person';
}

/** A kill switch that is on. */
export interface KillSwitchShape {
  readonly scope: KillScope;
  readonly id: string;
  readonly actor: string;
  readonly reason: string;
  /** When it was set. */
  readonly time: NanosText;
  /** Journal sequence of the command that set it. */
  readonly sequence: number;
  readonly phase: KillPhase;
  /** Orders of the scope that are open by the books of the OMS. */
  readonly openOrders: number;
  readonly flatten: boolean;
  /** ESCALATED: what is left. */
  readonly detail?: string;
  /** Who asked first for its re-arming, which awaits a second person. */
  readonly rearmAskedBy?: string;
}

/** Answer to `orders/query/v1/kills`: the widest scope first. */
export interface KillsReplyShape {
  readonly kills: readonly KillSwitchShape[];
}

export const STRATEGY_STATES = ['STARTING', 'RUNNING', 'STOPPING', 'STOPPED', 'FAILED'] as const;
export type StrategyState = (typeof STRATEGY_STATES)[number];

/** Body of `control/v1/strategy/host/{host}`. */
export interface StrategyControlShape {
  readonly action: 'list' | 'start' | 'stop';
  /** start, stop: which. */
  readonly id?: string;
  /** start, stop: makes them idempotent: a repeat changes nothing and is answered with the state as it is. */
  readonly commandId?: string;
  /** start, stop: why, for the log. At most 500 characters. */
  readonly reason?: string;
  /** start, stop: signed proof of who asks; always needed. */
  readonly claim?: string;
}

/** A strategy as configured: one entry of the host's list. */
export interface StrategySpecShape {
  readonly id: string;
  /** Name of the class, e.g. `pairs-trading`. */
  readonly type: string;
  readonly account: string;
  readonly parameters: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

export interface StrategyStatusShape extends StrategySpecShape {
  readonly state: StrategyState;
  readonly since: NanosText;
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly details?: RefusalDetails };
  /** Counters: items received, gaps, orders sent, decisions, conflated quotes … */
  readonly counters: Readonly<Record<string, number>>;
}

export interface StrategyControlReplyShape {
  readonly strategies: readonly StrategyStatusShape[];
}

/** Message of `signals/v1/{strategy}/{name}`. */
export interface SignalShape {
  readonly strategy: string;
  readonly name: string;
  readonly time: NanosText;
  readonly value: number | string | boolean;
}

/** Message of `risk/event/v1/{code}/{scope}/{id}`. */
export interface RiskEventShape {
  readonly sequence: number;
  readonly code: ErrorCode;
  readonly scope: string;
  readonly id: string;
  readonly message: string;
  readonly limit?: DecimalText;
  readonly observed?: DecimalText;
  readonly ruleVersion?: number;
  readonly clOrdId?: string;
  readonly commandId?: string;
  readonly time: NanosText;
}

/**
 * Message of `lease/v1/strategy/{account}/{strategy}` and `lease/v1/session/{session}`: the sender is alive. While a holder
 * sends them its orders hang on them; it ends that with `ttlUs` 0, which cancels nothing.
 */
export interface LeaseHeartbeatShape {
  /** Of a strategy: its account and id. */
  readonly account?: string;
  readonly strategy?: string;
  /** Of a person's session at a gateway. */
  readonly session?: string;
  /** How long it holds, microseconds: 0, or 100 000 to 600 000 000. */
  readonly ttlUs: number;
  /** Start of the sender, and its counter from 1: a heartbeat that comes behind a later one changes nothing. */
  readonly epoch: number;
  readonly sequence: number;
}
