import type { ExecType, ExecutionReport, TimeInForce } from '@bourseworks/domain';

/**
 * One row of an order state change matrix of FIX 4.4 volume 4, appendix D, as its sender sees it: a request is pending from
 * when it is made, where the appendix, from the broker's side, counts from when it arrives.
 *
 * `shows` is what holds after the row: `OrdStatus OrderQty CumQty LeavesQty AvgPx`, and for orders of several days
 * `day DayOrderQty DayCumQty DayAvgPx`. `ids` are ClOrdID and OrigClOrdID of the message, as in `Y<X`.
 */
export interface Step {
  readonly shows: string;
  readonly ids: string;
  /** What is asked of the broker; absent when the broker speaks. */
  readonly ask?: { readonly kind: 'Cancel' | 'Replace'; readonly quantity?: number; readonly price?: number };
  readonly say?: Partial<ExecutionReport> & { readonly execType: ExecType };
  /** Tells nothing new: nothing is changed, and nothing published. */
  readonly stale?: boolean;
  /** Units of position for one of before: a split takes effect together with this row. */
  readonly split?: number;
}

export interface Scenario {
  /** As in the appendix, e.g. `B.1.c`. */
  readonly ref: string;
  readonly title: string;
  readonly timeInForce: TimeInForce;
  readonly steps: readonly Step[];
}

/** Every order buys 10 000 at a limit of 10.00, in an instrument of two decimals. */
export const ORDER = { quantity: 10_000, price: 1_000 } as const;

export function scenario(
  ref: string,
  title: string,
  steps: readonly Step[],
  timeInForce: TimeInForce = 'DAY',
): Scenario {
  return { ref, title, timeInForce, steps };
}

type Said = Partial<Omit<ExecutionReport, 'execType'>> & { readonly ids?: string };

/** The broker reports. */
export function say(execType: ExecType, shows: string, { ids = 'X', ...fields }: Said = {}): Step {
  return { shows, ids, say: { execType, ...fields } };
}

/** The broker reports what is known, or what says nothing of the order. */
export function idle(execType: ExecType, shows: string, fields: Said = {}): Step {
  return { ...say(execType, shows, fields), stale: true };
}

export function fill(execId: string, lastQty: number, lastPx: number, shows: string, ids = 'X'): Step {
  return say('Trade', shows, { execId, lastQty, lastPx, ids });
}

export function ask(
  kind: 'Cancel' | 'Replace',
  ids: string,
  shows: string,
  terms: { readonly quantity?: number; readonly price?: number } = {},
): Step {
  return { shows, ids, ask: { kind, ...terms } };
}

/** The status under an order that the broker has accepted and not touched. */
export const NEW = say('New', 'New 10000 0 10000 0');
