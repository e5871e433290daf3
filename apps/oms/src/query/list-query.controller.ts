import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { ListsQuery, ORDER_QUERY, type ListsReplyShape } from '@bourseworks/dto';
import type { ListView, OrderEngine } from '@bourseworks/order-engine';
import { SolaceMessagePattern } from '@bourseworks/solace-transport';
import { accountUnknown, isAccount } from '../core/accounts.js';
import { OmsCore } from '../core/oms-core.js';
import { listShape } from './list-shape.js';

const DEFAULT_LIMIT = 500;

function findIn({ lists }: OrderEngine, { listId, ...filter }: ListsQuery, limit: number): ListView[] {
  if (listId === undefined) return lists.find(filter, limit);
  const { account, strategy, open } = filter;
  const list = lists.view(listId);
  if (list === undefined || (open === true && list.state === 'ENDED')) return [];
  if (account !== undefined && account !== list.account) return [];
  return strategy !== undefined && strategy !== list.strategy ? [] : [list];
}

/** Questions about lists of orders. They never change anything. */
@Controller()
export class ListQueryController {
  constructor(private readonly core: OmsCore) {}

  @SolaceMessagePattern(ORDER_QUERY.lists)
  async lists(@Payload() query: ListsQuery): Promise<ListsReplyShape> {
    const { engine } = this.core;
    // A misspelt account would be told to have no lists.
    if (query.account !== undefined && !isAccount(engine, query.account)) throw accountUnknown(engine);
    const limit = query.limit ?? DEFAULT_LIMIT;
    const found = await this.core.read((now) => findIn(now, query, limit + 1));
    return { lists: found.slice(-limit).map(listShape), more: found.length > limit };
  }
}
