import {
  ok,
  parseDecimal,
  parseDecimalBig,
  parseMoney,
  refuse,
  termsOf as orderTermsOf,
  type Instrument,
  type Refused,
  type Result,
} from '@bourseworks/domain';
import { checkCashEvent, RATE_SCALE, type CashEventKind } from '@bourseworks/portfolio';
import { cashEventOf } from './apply-cash.js';
import type { EngineContext } from './context.js';
import type { Order } from './order.js';
import type { CashRecord } from './records/record.js';
import { replaceHeld } from './crossing/hold.js';
import { isOwnToRestate, isRestatable } from './split/restate-units.js';
import { answer, answered, refuseControl, type PersonCommand } from './risk-control.js';

/** A cash event that a person books. Decimal texts; each kind needs the fields that are named for it. */
export interface CashCommand extends PersonCommand {
  readonly account: string;
  readonly kind: CashEventKind;
  /** All but deposits and withdrawals. */
  readonly venue?: string;
  readonly symbol?: string;
  /** Fees and rebates. */
  readonly strategy?: string;
  /** Deposits and withdrawals; the account's own when absent. */
  readonly currency?: string;
  /** Money; for dividends that of one whole unit of the base. */
  readonly amount?: string;
  /** Funding: of one interval, may be negative. Loans: of a year. 0.01 = 1 %. */
  readonly rate?: string;
  /** Mark of funding and loans; of splits the price after it that pays fractions. */
  readonly price?: string;
  /** Loans: whole days, and days of a year, 360 when absent. */
  readonly days?: number;
  readonly yearDays?: number;
  /** Splits: n new for m old. */
  readonly n?: number;
  readonly m?: number;
}

type Terms = Omit<CashRecord, 'type' | 'sequence' | 'us' | 'commandId' | 'actor' | 'reason'>;

/** Whole units of money that an event may move, and times that a rate may be: beyond it amounts are slips of the hand. */
const MAX_AMOUNT = 10n ** 12n * 10n ** 18n;
const MAX_CURRENCY = 16;

function bounded(amount: Result<bigint>): Result<bigint> {
  if (!amount.ok || (amount.value < MAX_AMOUNT && amount.value > -MAX_AMOUNT)) return amount;
  return refuse('NUMBER_RANGE', 'an amount of 10^12 or more');
}

/** A field that the kind of the event needs. */
function needed<T>(value: T | undefined, kind: string, field: string): Result<T> {
  return value === undefined ? refuse('BAD_REQUEST', `a ${kind} needs ${field}`, { field }) : ok(value);
}

function instrumentOf(ctx: EngineContext, { kind, venue, symbol }: CashCommand): Result<Instrument> {
  if (venue === undefined || symbol === undefined) return refuse('BAD_REQUEST', `a ${kind} needs venue and symbol`);
  const instrument = ctx.state.instruments.get(`${venue}/${symbol}`);
  return instrument === undefined
    ? refuse('INSTRUMENT_UNKNOWN', `${venue}/${symbol} was never traded here`)
    : ok(instrument);
}

/** The number at 10^-18 that the kind takes: money or a rate; 0 of a split, which has none. */
function amountOf({ kind, amount, rate }: CashCommand): Result<bigint> {
  if (kind === 'split') return ok(0n);
  const isRate = kind === 'funding' || kind === 'borrow';
  const text = needed(isRate ? rate : amount, kind, isRate ? 'rate' : 'amount');
  if (!text.ok) return text;
  return bounded(isRate ? parseDecimalBig(text.value, RATE_SCALE) : parseMoney(text.value));
}

function priceOf({ kind, price }: CashCommand, instrument: Instrument): Result<number> {
  if (kind !== 'funding' && kind !== 'borrow' && kind !== 'split') return ok(0);
  const text = needed(price, kind, 'price');
  if (!text.ok) return text;
  const parsed = parseDecimal(text.value, instrument.priceScale);
  if (!parsed.ok) return parsed;
  return parsed.value > 0 ? parsed : refuse('PRICE_INVALID', 'a price is positive', { field: 'price' });
}

function transferTerms(ctx: EngineContext, cmd: CashCommand, bare: Terms): Result<Terms> {
  const currency = cmd.currency ?? ctx.state.portfolio.account(cmd.account)?.currency ?? '';
  if (currency === '' || currency.length > MAX_CURRENCY) return refuse('BAD_REQUEST', 'no currency');
  return ok({ ...bare, currency });
}

/** What the record of the command holds. */
function termsOf(ctx: EngineContext, cmd: CashCommand): Result<Terms> {
  const { account, kind } = cmd;
  if (ctx.state.portfolio.account(account) === undefined)
    return refuse('ACCOUNT_UNKNOWN', `no account ${account}`, { account });
  const amount = amountOf(cmd);
  if (!amount.ok) return amount;
  const none = { strategy: '', instrument: '', currency: '', price: 0, days: 0, yearDays: 0, n: 0, m: 0 };
  const bare = { ...none, account, kind, amount: amount.value };
  if (kind === 'deposit' || kind === 'withdrawal') return transferTerms(ctx, cmd, bare);
  const instrument = instrumentOf(ctx, cmd);
  if (!instrument.ok) return instrument;
  const price = priceOf(cmd, instrument.value);
  if (!price.ok) return price;
  const of = { ...bare, instrument: instrument.value.key, price: price.value };
  if (kind === 'split') return ok({ ...of, n: cmd.n ?? 0, m: cmd.m ?? 0 });
  if (kind === 'borrow') {
    const days = needed(cmd.days, kind, 'days');
    return days.ok ? ok({ ...of, days: days.value, yearDays: cmd.yearDays === 365 ? 365 : 360 }) : days;
  }
  if (kind !== 'fee' && kind !== 'rebate') return ok(of);
  const strategy = needed(cmd.strategy, kind, 'strategy');
  return strategy.ok ? ok({ ...of, strategy: strategy.value }) : strategy;
}

/** Its broker restates it in the new units, as brokers do before a day begins, or did so already. */
function isRestatedByBroker({ state, units }: Order): boolean {
  if (state.pending.length > 0) return false;
  return units?.kind === 'ahead' || (state.working === 'DoneForDay' && state.timeInForce === 'GTC');
}

/**
 * A split changes what quantities and prices mean: those of open orders would be of the units before it. Orders that are
 * good for several days and done for this one may stay, and those that the OMS holds, which it restates itself.
 */
function checkOpen(ctx: EngineContext, { kind, instrument, n, m }: Terms): Result<void> {
  if (kind !== 'split' || ![n, m].every((one) => Number.isSafeInteger(one) && one > 0)) return ok(undefined);
  let count = 0;
  for (const order of ctx.state.open) {
    if (order.instrument.key !== instrument || isRestatedByBroker(order)) continue;
    if (!isOwnToRestate(order) || !isRestatable(order, { n, m })) count++;
  }
  if (count === 0) return ok(undefined);
  return refuse('SPLIT_OPEN_ORDERS', `${count} orders in ${instrument} are open`, { count });
}

/** What is held was restated by the record of the split, which tells of none of it. */
function tellRestated(ctx: EngineContext, { key }: Instrument, nowUs: number): void {
  for (const order of ctx.state.open) {
    if (order.instrument.key !== key || !isOwnToRestate(order)) continue;
    const { account, strategy, state, reservePx } = order;
    const origin = { commandId: '', contentHash: 0, account, strategy, sentUs: nowUs };
    replaceHeld(ctx, order, origin, orderTermsOf(state), reservePx, nowUs);
  }
}

/** Books a cash event or a split under the name of a person. */
export function bookCash(ctx: EngineContext, cmd: CashCommand, nowUs: number): void {
  const { commandId, account, actor, reason } = cmd;
  if (answered(ctx, cmd, 'account', account)) return;
  const no = ({ refusal }: Refused): void => refuseControl(ctx, 'account', account, refusal.code, refusal.message);
  const terms = termsOf(ctx, cmd);
  if (!terms.ok) return no(terms);
  const open = checkOpen(ctx, terms.value);
  if (!open.ok) return no(open);
  const head = { sequence: ctx.next(), us: nowUs, commandId, actor, reason };
  const record: CashRecord = { type: 'Cash', ...head, ...terms.value };
  const event = cashEventOf(ctx.state, record);
  if (event === undefined) return refuseControl(ctx, 'account', account, 'INSTRUMENT_UNKNOWN', record.instrument);
  const checked = checkCashEvent(ctx.state.portfolio, account, event);
  if (!checked.ok) return no(checked);
  ctx.commit(record);
  if (event.kind === 'split') tellRestated(ctx, event.instrument, nowUs);
  answer(ctx, 'account', account, 0, record.sequence);
}
