import type { Instrument } from '@bourseworks/domain';
import type { EngineContext } from './context.js';
import { adopt } from './adopt-instrument.js';

/** A position brought to what the broker states; quantity signed, both in units of the instrument. */
export interface PositionAdjustment {
  readonly account: string;
  readonly strategy: string;
  readonly venue: string;
  readonly symbol: string;
  /** Adapter whose definition of the instrument holds, where none is journaled yet. */
  readonly adapter?: string;
  readonly quantity: number;
  readonly price: number;
  readonly reason: string;
}

function adjustable(
  ctx: EngineContext,
  key: string,
  adapter: string | undefined,
  { venue, symbol }: PositionAdjustment,
  nowUs: number,
): Instrument | undefined {
  const { state, options } = ctx;
  const known = state.instruments.get(key);
  if (known !== undefined) return known;
  const route = options.routes.find(venue, adapter);
  const offered = route.ok ? options.instruments.find(route.value.adapter, venue, symbol) : undefined;
  if (offered === undefined) return undefined;
  const own = adopt(ctx, offered, nowUs);
  return 'code' in own ? undefined : own;
}

/** Explicit correction of a position. Nothing happens for an unknown account, instrument, or a quantity of 0. */
export function adjustPosition(ctx: EngineContext, adjustment: PositionAdjustment, nowUs: number): void {
  const { account, strategy, venue, symbol, quantity, price, reason, adapter } = adjustment;
  const instrument = adjustable(ctx, `${venue}/${symbol}`, adapter, adjustment, nowUs);
  if (instrument === undefined || quantity === 0 || ctx.state.portfolio.account(account) === undefined) return;
  const what = { account, strategy, instrument: instrument.key, quantity, price, reason };
  ctx.commit({ type: 'Adjustment', sequence: ctx.next(), us: nowUs, ...what });
}
