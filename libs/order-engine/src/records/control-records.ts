import type { RecordBase } from './record.js';

interface ControlFields extends RecordBase {
  readonly commandId: string;
  readonly scope: 'firm' | 'account' | 'strategy';
  readonly scopeId: string;
  readonly actor: string;
  /** Of the person; empty where only the name is known. */
  readonly actorId: string;
  readonly reason: string;
}

export interface KillRecord extends ControlFields {
  readonly type: 'Kill';
  /** Close the positions of the scope once nothing of it is open. */
  readonly flatten: boolean;
}

export interface RearmRecord extends ControlFields {
  readonly type: 'Rearm';
  /** Although it was not verified that nothing is open. */
  readonly forced: boolean;
  /** Name of who asked first, where two people are needed. */
  readonly proposer: string;
}

/** Somebody wants a switch off; a second person has to want it too. */
export interface RearmProposedRecord extends ControlFields {
  readonly type: 'RearmProposed';
}

/** Steps that are journaled; the earlier ones follow from the kill and the orders. */
export const KILL_STEPS = ['VERIFIED', 'ESCALATED', 'FLATTENING', 'FLAT'] as const;
export type KillStep = (typeof KILL_STEPS)[number];

/** How far a kill has come. */
export interface KillPhaseRecord extends RecordBase {
  readonly type: 'KillPhase';
  readonly scope: 'firm' | 'account' | 'strategy';
  readonly scopeId: string;
  readonly phase: KillStep;
  /** What is left, in words. */
  readonly detail: string;
}

export const LEASE_HOLDERS = ['strategy', 'session'] as const;
export type LeaseHolder = (typeof LEASE_HOLDERS)[number];

/** A strategy or session began, or ceased, to keep its orders alive by heartbeats. */
export interface LeaseRecord extends RecordBase {
  readonly type: 'Lease';
  readonly holder: LeaseHolder;
  /** Of a strategy; empty for a session. */
  readonly account: string;
  readonly id: string;
  readonly ttlUs: number;
  readonly held: boolean;
  /** Ceased because no heartbeat came. */
  readonly expired: boolean;
}
