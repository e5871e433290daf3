import {
  DomainError,
  formatDecimal,
  formatMoney,
  hasLimitPrice,
  notionalMoney,
  ok,
  sideSign,
  type Instrument,
  type Result,
} from '@bourseworks/domain';
import { instrumentFromShape, type AccountShape, type PositionShape } from '@bourseworks/dto/shapes';
import { Injectable } from '@nestjs/common';
import { roleRefusal, type Operator } from '../commands/operator.js';
import { BarHistory } from '../history/bar-history.js';
import { Instruments, type Listed } from '../instruments/instruments.js';
import { MANUAL, OmsQueries } from '../oms/oms-queries.js';
import type { PreviewProblem } from './order.dto.js';
import type { Preview, Ticket } from './order-types.js';
import { checkTerms, priceUnits, quantityUnits } from './ticket-checks.js';

interface Reference {
  readonly price: number;
  readonly from: 'limit' | 'stop' | 'mark' | 'bar';
}

type Known = Pick<Preview, 'problems' | 'positionBefore' | 'positionAfter'>;

/** Bars looked back for a last close: an hour. */
const BARS_BACK = 60;

/**
 * What an order would be, before anybody is asked to take it: the checks that need no risk engine, its value and what it makes
 * of the position. The reference of a market order is the mark that the OMS values the position at, else the last close of a
 * minute bar; it may be seconds old.
 */
@Injectable()
export class OrderPreviews {
  constructor(
    private readonly instruments: Instruments,
    private readonly oms: OmsQueries,
    private readonly history: BarHistory,
  ) {}

  /** @throws DomainError when the OMS or market-data does not answer */
  async preview(operator: Operator, ticket: Ticket): Promise<Result<Preview>> {
    const denied = roleRefusal(operator, 'order.submit');
    if (denied !== undefined) return denied;
    const { account, venue, symbol, adapter } = ticket;
    const [listed, accounts] = await Promise.all([this.instruments.find(venue, symbol, adapter), this.oms.accounts()]);
    const own = accounts.find((one) => one.account === account);
    const problems = [...accountProblems(own, listed, accounts), ...(await this.killProblems(own))];
    if (listed === undefined) {
      const message = `${adapter ?? venue} does not list ${symbol}`;
      const all = [...problems, { code: 'INSTRUMENT_UNKNOWN', message } as const];
      return ok({ ok: false, problems: all, positionBefore: '0', positionAfter: '0' });
    }
    const instrument = instrumentOf(listed);
    const position = own === undefined ? undefined : await this.positionOf(account, venue, symbol);
    problems.push(...checkTerms(ticket, instrument));
    return ok(await this.valued(ticket, instrument, position, problems));
  }

  private async valued(
    ticket: Ticket,
    instrument: Instrument,
    position: PositionShape | undefined,
    problems: PreviewProblem[],
  ): Promise<Preview> {
    const quantity = quantityUnits(ticket.quantity, instrument) ?? 0;
    const before = quantityUnits(position?.quantity ?? '0', instrument) ?? 0;
    const after = before + sideSign(ticket.side) * quantity;
    const reference = await this.referenceOf(ticket, instrument, position);
    if (reference === undefined && !hasLimitPrice(ticket.type))
      problems.push({ code: 'RISK_NO_REFERENCE', message: 'no price is known to value a market order at' });
    const known: Known = {
      problems,
      positionBefore: formatDecimal(before, instrument.qtyScale),
      positionAfter: formatDecimal(after, instrument.qtyScale),
    };
    const { currency } = instrument;
    if (reference === undefined) return { ok: problems.length === 0, ...known, currency };
    return {
      ok: problems.length === 0,
      ...known,
      currency,
      referencePrice: formatDecimal(reference.price, instrument.priceScale),
      referenceFrom: reference.from,
      notional: formatMoney(notionalMoney(instrument, reference.price, quantity)),
    };
  }

  private async referenceOf(
    ticket: Ticket,
    instrument: Instrument,
    position: PositionShape | undefined,
  ): Promise<Reference | undefined> {
    if (!hasLimitPrice(ticket.type) && ticket.stopPrice !== undefined) {
      const price = priceUnits(ticket.stopPrice, instrument);
      return price === undefined ? undefined : { price, from: 'stop' };
    }
    if (hasLimitPrice(ticket.type)) {
      const price = ticket.price === undefined ? undefined : priceUnits(ticket.price, instrument);
      return price === undefined ? undefined : { price, from: 'limit' };
    }
    const mark = position === undefined ? undefined : priceUnits(position.markPrice, instrument);
    if (mark !== undefined && mark > 0) return { price: mark, from: 'mark' };
    const price = await this.lastClose(ticket, instrument);
    return price === undefined ? undefined : { price, from: 'bar' };
  }

  private async lastClose({ venue, symbol, adapter }: Ticket, instrument: Instrument): Promise<number | undefined> {
    try {
      const bars = await this.history.bars({ venue, symbol, adapter, kind: 'bar-1m', limit: BARS_BACK });
      const close = bars.at(-1)?.close;
      return close === undefined ? undefined : Math.round(close * 10 ** instrument.priceScale);
    } catch (error) {
      // A venue without bars has no last close; that is no reason to show nothing.
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }

  private async positionOf(account: string, venue: string, symbol: string): Promise<PositionShape | undefined> {
    const all = await this.oms.positions({ account, strategy: 'all' });
    return all.find((one) => one.venue === venue && one.symbol === symbol);
  }

  private async killProblems(own: AccountShape | undefined): Promise<PreviewProblem[]> {
    if (own === undefined) return [];
    const kills = await this.oms.kills({ account: own.account, strategy: MANUAL });
    return kills.map(({ scope, id, reason }) => ({
      code: 'RISK_KILLED',
      message: `${scope} ${id} is killed: ${reason}`,
    }));
  }
}

function instrumentOf(listed: Listed): Instrument {
  const instrument = instrumentFromShape(listed);
  if (instrument.ok) return instrument.value;
  throw new DomainError(instrument.refusal);
}

function accountProblems(
  own: AccountShape | undefined,
  listed: Listed | undefined,
  accounts: readonly AccountShape[],
): PreviewProblem[] {
  if (own === undefined)
    return [{ code: 'ACCOUNT_UNKNOWN', message: `accounts are ${accounts.map(({ account }) => account).join(', ')}` }];
  if (listed === undefined || listed.currency === own.currency) return [];
  return [
    { code: 'ACCOUNT_CURRENCY', message: `the account is in ${own.currency}, the instrument in ${listed.currency}` },
  ];
}
