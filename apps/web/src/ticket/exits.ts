import type { InstrumentShape } from '@bourseworks/dto/shapes';
import { compare } from '../lib/decimal.js';
import { grouped } from '../lib/format.js';
import { readPrice, RULES, wrong, type Side, type TicketType, type Wrong } from './terms.js';

/** What ends a position again, once the order has opened it. */
export type ExitRole = 'TAKE_PROFIT' | 'STOP_LOSS';

export interface Exit {
  readonly role: ExitRole;
  /** Limit of a take-profit, trigger of a stop-loss. */
  readonly price: string;
}

export interface TypedExits {
  readonly side: Side;
  readonly type: TicketType;
  readonly price: string;
  readonly stopPrice: string;
  readonly reduceOnly: boolean;
  /** Whether the order shall have exits. */
  readonly exits: boolean;
  readonly takeProfit: string;
  readonly stopLoss: string;
}

export type ReadExits = { readonly ok: true; readonly exits: readonly Exit[] } | Wrong;

const EXITS = [
  { field: 'takeProfit', role: 'TAKE_PROFIT', name: 'Take-profit' },
  { field: 'stopLoss', role: 'STOP_LOSS', name: 'Stop-loss' },
] as const;

/** Where the order would open its position: at its trigger, at its limit, else at the market. */
function levelOf(typed: TypedExits, { tickSize }: InstrumentShape, market: string | undefined): string | undefined {
  const { stop, price } = RULES[typed.type];
  if (!stop && !price) return market;
  const level = readPrice(stop ? typed.stopPrice : typed.price, tickSize, '');
  return level.ok ? level.price : undefined;
}

/** Why an exit at this price would end the position at once, or with the wrong sign. */
function misplaced(side: Side, { role, price }: Exit, level: string): string | undefined {
  const isAbove = (role === 'TAKE_PROFIT') === (side === 'BUY');
  if (compare(price, level) === (isAbove ? 1 : -1)) return undefined;
  return `must be ${isAbove ? 'above' : 'below'} ${grouped(level)}`;
}

/**
 * Exits as they were typed: on the grid, and on their sides of where the order opens. `market`: middle of the market, where
 * it is known; the OMS looks at all of it again.
 */
export function readExits(typed: TypedExits, instrument: InstrumentShape, market?: string): ReadExits {
  if (!typed.exits) return { ok: true, exits: [] };
  if (typed.reduceOnly) return wrong('exits', 'A reduce-only order opens nothing: it takes no exits');
  const level = levelOf(typed, instrument, market);
  const exits: Exit[] = [];
  for (const { field, role, name } of EXITS) {
    if (typed[field].trim() === '') continue;
    const read = readPrice(typed[field], instrument.tickSize, name);
    if (!read.ok) return wrong(field, read.message);
    const exit = { role, price: read.price };
    const why = level === undefined ? undefined : misplaced(typed.side, exit, level);
    if (why !== undefined) return wrong(field, `${name} ${why}`);
    exits.push(exit);
  }
  const [profit, loss] = exits;
  if (profit === undefined) return wrong('exits', 'Enter a take-profit, a stop-loss or both');
  // Without a market nothing else tells that they are the wrong way round.
  const turned = loss === undefined ? undefined : misplaced(typed.side, profit, loss.price);
  return turned === undefined ? { ok: true, exits } : wrong('takeProfit', `Take-profit ${turned}`);
}
