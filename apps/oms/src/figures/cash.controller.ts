import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { formatMoney } from '@bourseworks/domain';
import { CashRequest, PATTERNS, type CashSetShape } from '@bourseworks/dto';
import type { CashCommand } from '@bourseworks/order-engine';
import { EventLog } from '@bourseworks/ports';
import { SolaceContext, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { accountUnknown, isAccount } from '../core/accounts.js';
import { OmsCore } from '../core/oms-core.js';
import { People } from '../intake/people.js';
import { accepted, placeOf } from '../risk/control-command.js';

/** What of a request goes to the engine: null is what an optional field may be on the wire. */
function termsOf(request: CashRequest): Omit<CashCommand, 'account' | 'commandId' | 'actor' | 'reason' | 'kind'> {
  const { venue, symbol, strategy, currency, amount, rate, price, days, yearDays, n, m } = request;
  const terms = { venue, symbol, strategy, currency, amount, rate, price, days, yearDays, n, m };
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined && value !== null));
}

/** Money that no trade moved, and splits: commands of the role risk. */
@Controller()
export class CashController {
  constructor(
    private readonly core: OmsCore,
    private readonly people: People,
    private readonly log: EventLog,
  ) {}

  @SolaceMessagePattern(PATTERNS.cash)
  async cash(@Payload() request: CashRequest, @Ctx() context: SolaceContext): Promise<CashSetShape> {
    const { id: account } = placeOf(context.getTopic(), ['account']);
    const who = this.people.ofControl('control.cash', context.getTopic(), request);
    if (!isAccount(this.core.engine, account)) throw accountUnknown(this.core.engine);
    const { commandId, actor, reason, kind } = request;
    const terms = termsOf(request);
    const command: CashCommand = { commandId, actor, reason, account, kind, ...terms };
    const reply = accepted(await this.core.control((engine, nowUs) => engine.bookCash(command, nowUs)));
    const { sequence, booked } = reply;
    const amount = booked === undefined ? {} : { amount: formatMoney(booked) };
    const facts = {
      account,
      kind,
      ...terms,
      ...(booked === undefined ? {} : { booked: formatMoney(booked) }),
      sequence,
    };
    this.log.warn({ ...facts, event: 'control.cash_booked', actor, actorId: who.id, via: who.via, reason });
    const { portfolio } = this.core.engine;
    const currency = portfolio.account(account)?.currency ?? '';
    return { account, kind, ...amount, cash: formatMoney(portfolio.cash(account)), currency, sequence };
  }
}
