import type { SubmitCommand } from '../src/index.js';
import { IBM } from './desk.js';
import { bracketOrders, ListDesk } from './list-desk.js';

/** A stop that the venue of the test desk lacks. */
export const STOP = { side: 'SELL', type: 'STOP', timeInForce: 'GTC', price: undefined, stopPrice: '45.00' } as const;

/** A bracket whose stop-loss is such a stop. */
export const STOPPED = bracketOrders({ STOP_LOSS: { type: 'STOP', price: undefined, stopPrice: 4_500 } });

/** What left for the broker, in words. */
export const sent = (desk: ListDesk): string[] =>
  desk.effects.flatMap((effect) => {
    if (effect.kind !== 'send') return [];
    const { side, type, quantity, price } = effect.order.terms;
    return [`${side} ${type} ${quantity} ${price}`];
  });

/** A millisecond later the market is there. */
export function mark(desk: ListDesk, bid: number, ask = bid + 2, more = {}): void {
  desk.now += 1_000;
  if (desk.engine.onMark(IBM, { bid, ask, ...more }, desk.now)) desk.take(desk.engine.settleRisk(desk.now));
}

/** A held stop at 45 in a market at 50. */
export function held(change: Partial<SubmitCommand> = {}, desk = new ListDesk()): { desk: ListDesk; id: string } {
  mark(desk, 5_000);
  const { clOrdId, code, reason } = desk.submit({ ...STOP, ...change });
  if (code !== undefined) throw new Error(`${code} ${reason}`);
  desk.release();
  return { desk, id: clOrdId };
}
