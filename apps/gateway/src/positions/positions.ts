import { DomainError, formatMoney, parseMoney } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import { leavesOutcomeOpen } from '../commands/outcome.js';
import { Db } from '../database/db.js';
import type { Row } from '../database/schema.js';
import { statusOf } from '../http/problem-status.js';
import { OmsQueries } from '../oms/oms-queries.js';
import type { PositionList, PositionView } from './position.dto.js';

/** Positions as the OMS values them now; while it is away as they were projected. */
@Injectable()
export class Positions {
  constructor(
    private readonly oms: OmsQueries,
    private readonly db: Db,
  ) {}

  async list(account?: string): Promise<PositionList> {
    try {
      const positions = await this.oms.positions(account === undefined ? {} : { account });
      return { positions: [...positions], live: true };
    } catch (error) {
      if (!isAway(error)) throw error;
      return { positions: await this.projected(account), live: false };
    }
  }

  private async projected(account?: string): Promise<PositionView[]> {
    let query = this.db.kysely.selectFrom('positions').selectAll().orderBy('account').orderBy('strategy');
    if (account !== undefined) query = query.where('account', '=', account);
    return (await query.orderBy('exchange').orderBy('symbol').execute()).map(viewOf);
  }
}

/** The OMS does not answer; a refusal of it is an answer. */
function isAway(error: unknown): boolean {
  return error instanceof DomainError && (leavesOutcomeOpen(error) || statusOf(error.code) === 503);
}

function viewOf(row: Row<'positions'>): PositionView {
  const unrealized = row.unrealized_pnl ?? '0';
  return {
    account: row.account,
    strategy: row.strategy,
    venue: row.exchange,
    symbol: row.symbol,
    currency: row.currency,
    quantity: row.quantity,
    avgPrice: row.average_price ?? '0',
    markPrice: row.current_price ?? '0',
    marketValue: formatMoney(money(row.cost) + money(unrealized)),
    realizedPnl: row.realized_pnl,
    unrealizedPnl: unrealized,
    fees: row.fees,
  };
}

function money(text: string): bigint {
  const parsed = parseMoney(text);
  return parsed.ok ? parsed.value : 0n;
}
