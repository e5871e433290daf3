import type { CrossingMode } from '@bourseworks/risk';
import type { Effect, EngineRecord, OrderEvent } from '../src/index.js';
import { Desk, IBM, MONEY, type DeskOptions } from './desk.js';

export const HOLD = 1_000;
export const STALE = 1_000_000;
const accounts = ['A', 'B', 'C'].map((id) => ({ id, currency: 'USD', cash: 1_000_000n * MONEY }));

export function deskOf(mode: CrossingMode, more: DeskOptions = {}): Desk {
  const policy = { mode, holdUs: HOLD, maxQuoteAgeUs: STALE };
  const crossing = { policyOf: () => policy };
  const selfTrade = {
    modeOf: () => 'CANCEL_NEWEST' as const,
    ownerOf: (account: string) => (account === 'C' ? 'other' : 'same'),
  };
  const desk = new Desk({ accounts, crossing, selfTrade, ...more });
  quote(desk);
  return desk;
}

export const quote = (desk: Desk, bid = 4_990, ask = 5_010): void =>
  void desk.engine.onMark(IBM, { bid, ask }, desk.now);

export const buy = { strategy: 's', side: 'BUY', price: '51.00' } as const;
export const sell = { strategy: 't', side: 'SELL', price: '49.00' } as const;

/** The timer of the OMS: the hold ends. */
export function release(desk: Desk, later = HOLD): void {
  desk.now += later;
  desk.take(desk.engine.releaseHeld(desk.now));
}

export const sends = (desk: Desk): (string | number)[][] =>
  desk.effects.flatMap((effect: Effect) =>
    effect.kind === 'send' ? [[effect.order.clOrdId, effect.order.terms.quantity]] : [],
  );
export const crosses = (desk: Desk): number[][] =>
  desk.journal.flatMap((record: EngineRecord) => (record.type === 'Crossed' ? [[record.quantity, record.price]] : []));
export const refusals = (desk: Desk): string[] =>
  desk.journal.flatMap((record: EngineRecord) => (record.type === 'CrossRefused' ? [record.code] : []));
export const statusOf = (desk: Desk, clOrdId: string): OrderEvent | undefined =>
  ['s', 't', 'u'].map((strategy) => desk.engine.status({ account: 'A', strategy, clOrdId })).find((one) => one);
export const text = (desk: Desk, clOrdId: string): string => {
  const event = statusOf(desk, clOrdId);
  return `${event?.ordStatus}/${event?.state} ${event?.cumQty}+${event?.leavesQty}`;
};
export const positions = (desk: Desk): number[] => [
  ...['s', 't', 'u'].map((strategy) => desk.engine.portfolio.position('A', strategy, IBM.key)?.quantity ?? 0),
  desk.engine.portfolio.accountQuantity('A', IBM.key),
];
