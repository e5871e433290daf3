/** What a person may ask for. */
export const ACTOR_ACTIONS = [
  'order.submit',
  'order.cancel',
  'order.replace',
  'control.kill',
  'control.rearm',
  'control.state',
  'control.limits',
  'control.locate',
  'control.cash',
  'control.reconcile',
  'strategy.start',
  'strategy.stop',
] as const;
export type ActorAction = (typeof ACTOR_ACTIONS)[number];

/** Who asks. */
export interface ActorIdentity {
  /** Never reused: of a user of the gateway, or the name of an operator of this machine. */
  readonly id: string;
  /** For people: what logs and the journal show. */
  readonly name: string;
  readonly roles: readonly string[];
  /** Session that it was asked in. */
  readonly session?: string;
  /** What signed it: `gateway`, `cli`. */
  readonly via: string;
}

/** Roles of which one is enough for the action. Killing is for everybody who may stop something; re-arming is not. */
export const ROLES_FOR: Readonly<Record<ActorAction, readonly string[]>> = {
  'order.submit': ['trader'],
  'order.cancel': ['trader', 'risk'],
  'order.replace': ['trader'],
  'control.kill': ['trader', 'risk', 'admin'],
  'control.rearm': ['risk'],
  'control.state': ['risk'],
  'control.limits': ['risk'],
  'control.locate': ['risk'],
  'control.cash': ['risk'],
  'control.reconcile': ['trader', 'risk', 'admin'],
  'strategy.start': ['trader', 'risk'],
  'strategy.stop': ['trader', 'risk'],
};
