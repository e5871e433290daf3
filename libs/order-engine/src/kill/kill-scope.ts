import type { Instrument } from '@bourseworks/domain';
import type { ControlScope } from '../commands.js';
import type { EngineState } from '../engine-state.js';
import type { Order } from '../order.js';

/** A position that a kill with flatten is to close. Signed units of the instrument. */
export interface HeldPosition {
  readonly account: string;
  readonly strategy: string;
  readonly instrument: Instrument;
  readonly quantity: number;
}

interface Owned {
  readonly account: string;
  readonly strategy: string;
}

export function inScope({ account, strategy }: Owned, scope: ControlScope, id: string): boolean {
  return scope === 'firm' || (scope === 'account' ? account : strategy) === id;
}

/** Open orders of the scope that are to be cancelled, those placed outside too; what closes its positions is not among them. */
export function openInScope({ open }: EngineState, scope: ControlScope, id: string): Order[] {
  return [...open].filter((order) => order.cause !== 'kill' && inScope(order, scope, id));
}

/** Open orders by which kill switches close positions of the scope. */
export function closingInScope({ open }: EngineState, scope: ControlScope, id: string): Order[] {
  return [...open].filter((order) => order.cause === 'kill' && inScope(order, scope, id));
}

export function heldInScope({ portfolio }: EngineState, scope: ControlScope, id: string): HeldPosition[] {
  const filter = scope === 'firm' ? {} : { [scope]: id };
  return portfolio
    .positions(filter)
    .filter(({ quantity }) => quantity !== 0)
    .map(({ account, strategy, instrument, quantity }) => ({ account, strategy, instrument, quantity }));
}
