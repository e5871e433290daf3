import type { PortfolioShape, PortfolioView } from '@bourseworks/dto/shapes';
import { Injectable } from '@nestjs/common';
import { millisOf } from '../bus/wire-time.js';
import { OmsQueries } from '../oms/oms-queries.js';

/** Questions to the OMS that are under way at once. */
const AT_ONCE = 16;

/** Figures as the web shows them. */
export function portfolioView({ sequence: _sequence, time, ...figures }: PortfolioShape): PortfolioView {
  return { ...figures, time: millisOf(time) };
}

/** Accounts as the OMS has them. */
@Injectable()
export class Accounts {
  constructor(private readonly oms: OmsQueries) {}

  /** @throws DomainError when the OMS does not answer */
  async list(): Promise<PortfolioView[]> {
    const accounts = await this.oms.accounts();
    const views: PortfolioView[] = [];
    for (let at = 0; at < accounts.length; at += AT_ONCE) {
      const some = accounts.slice(at, at + AT_ONCE);
      views.push(...(await Promise.all(some.map(({ account }) => this.oms.portfolio(account)))).map(portfolioView));
    }
    return views;
  }
}
