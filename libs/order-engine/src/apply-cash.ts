import { formatMoney, type Instrument, type Money, type Position, type Result } from '@bourseworks/domain';
import { bookCashEvent, type CashEvent } from '@bourseworks/portfolio';
import type { RiskPath } from '@bourseworks/risk';
import type { Decision } from './decision.js';
import type { EngineState } from './engine-state.js';
import { alarm, present } from './events.js';
import type { CashRecord } from './records/record.js';
import { restateUnits } from './split/restate-units.js';

/** The event that a record keeps; undefined when its instrument is not known, or a part of it is missing. */
export function cashEventOf(state: EngineState, record: CashRecord): CashEvent | undefined {
  const { kind, currency, strategy, price, days, n, m } = record;
  const amount = record.amount ?? 0n;
  if (kind === 'deposit' || kind === 'withdrawal') return { kind, currency, amount };
  const instrument = state.instruments.get(record.instrument);
  if (instrument === undefined) return undefined;
  switch (kind) {
    case 'dividend':
      return { kind, instrument, perUnit: amount };
    case 'funding':
      return { kind, instrument, mark: price, rate: amount };
    case 'borrow': {
      const yearDays = record.yearDays === 365 ? 365 : 360;
      return { kind, instrument, terms: { mark: price, rate: amount, days, yearDays } };
    }
    case 'split':
      return { kind, instrument, n, m, price };
    case 'fee':
    case 'rebate':
      return { kind, instrument, strategy, amount };
  }
}

/** A position as it was before an event. */
interface Held {
  readonly path: RiskPath;
  readonly position: Position;
  readonly quantity: number;
  readonly cashFlow: bigint;
}

function heldIn(state: EngineState, accounts: readonly string[], instrument: Instrument): Held[] {
  return accounts.flatMap((account) =>
    [...state.portfolio.holders(account, instrument.key)].map(([strategy, position]) => {
      const { quantity, cashFlow } = position;
      return { path: state.risk.path(account, strategy, instrument), position, quantity, cashFlow };
    }),
  );
}

/** Has the risk engine follow what the portfolio gave each strategy, to the last digit. */
function followCash(state: EngineState, held: readonly Held[], us: number): void {
  for (const { path, position, cashFlow } of held) {
    if (position.cashFlow !== cashFlow) state.risk.charged(path, cashFlow - position.cashFlow, us);
  }
}

function followSplit(
  state: EngineState,
  event: CashEvent & { kind: 'split' },
  held: readonly Held[],
  us: number,
): void {
  const holdings = held.map(({ path, position, quantity, cashFlow }) => ({
    path,
    change: position.quantity - quantity,
    cash: position.cashFlow - cashFlow,
  }));
  state.risk.split(event.instrument, event.n, event.m, holdings, us);
}

function tell(out: Decision, record: CashRecord, booked: bigint): void {
  const { account, kind, instrument, actor, reason, commandId, n, m } = record;
  const what = kind === 'split' ? `split ${n}:${m}` : kind;
  const of = instrument === '' ? '' : ` of ${instrument}`;
  const message = `${what}${of}: ${account} received ${formatMoney(booked)}, by ${actor}: ${reason}`;
  const event = { ...alarm(record, 'CASH_BOOKED', '', message), scope: 'account', id: account };
  out.effects.push({ kind: 'risk', sequence: record.sequence, event: { ...event, commandId: present(commandId) } });
}

/** Books an event here and there. */
function bookBoth(state: EngineState, account: string, event: CashEvent, us: number): Result<Money> {
  const { portfolio, risk } = state;
  if (!('instrument' in event)) {
    const booked = bookCashEvent(portfolio, account, event, us);
    const own = portfolio.account(account)?.currency === event.currency;
    if (booked.ok) risk.transferred(account, own, event.currency, booked.value);
    return booked;
  }
  const accounts = event.kind === 'split' ? portfolio.accountIds() : [account];
  const held = heldIn(state, accounts, event.instrument);
  const booked = bookCashEvent(portfolio, account, event, us);
  if (!booked.ok) return booked;
  if (event.kind === 'split') {
    followSplit(state, event, held, us);
    restateUnits(state, event.instrument, event);
  }
  if (event.kind !== 'split') followCash(state, held, us);
  return booked;
}

/** Applies a cash event or split to the portfolio and to risk. Returns why it cannot be what happened, or undefined. */
export function applyCash(state: EngineState, record: CashRecord, out: Decision): string | undefined {
  const event = cashEventOf(state, record);
  if (event === undefined) return `instrument ${record.instrument} is not known`;
  if (record.commandId !== '') state.addControl(record.commandId);
  const booked = bookBoth(state, record.account, event, record.us);
  if (!booked.ok) return booked.refusal.message;
  out.booked = booked.value;
  tell(out, record, booked.value);
  return undefined;
}
