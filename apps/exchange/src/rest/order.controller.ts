import { Body, Controller, Delete, Get, Headers, Param, Post, Put, Query, UseFilters } from '@nestjs/common';
import { Accounts } from '../accounts/accounts.js';
import { Orders } from '../orders/orders.js';
import { Instance } from '../tokens.js';
import {
  accountWire,
  balancesWire,
  positionsWire,
  type AccountWire,
  type BalanceWire,
  type PositionWire,
} from '../wire/account-wire.js';
import type { ExecutionWire, OrderWire } from '../wire/execution-wire.js';
import { readInteger, readTime } from './query.js';
import { VenueErrorFilter } from './venue-error.filter.js';

const MAX_ITEMS = 1_000;
const KEY = 'x-api-key';

interface ExecutionsWire {
  readonly instance: string;
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly executions: readonly ExecutionWire[];
}

/** Orders and accounts, by the API key in the header `x-api-key`. */
@Controller('api')
@UseFilters(VenueErrorFilter)
export class OrderController {
  constructor(
    private readonly accounts: Accounts,
    private readonly orders: Orders,
    private readonly instance: Instance,
  ) {}

  @Post('orders')
  submit(@Headers(KEY) key: string, @Body() body: unknown): OrderWire {
    return this.orders.submit(this.accounts.byKey(key), body);
  }

  @Delete('orders/:clientOrderId')
  cancel(
    @Headers(KEY) key: string,
    @Param('clientOrderId') clientOrderId: string,
    @Query('cancelId') cancelId?: string,
  ): OrderWire {
    return this.orders.cancel(this.accounts.byKey(key), clientOrderId, cancelId);
  }

  @Put('orders/:clientOrderId')
  replace(@Headers(KEY) key: string, @Param('clientOrderId') clientOrderId: string, @Body() body: unknown): OrderWire {
    return this.orders.replace(this.accounts.byKey(key), clientOrderId, body);
  }

  @Get('orders')
  open(@Headers(KEY) key: string): { orders: OrderWire[] } {
    return { orders: this.orders.openOrders(this.accounts.byKey(key)) };
  }

  @Get('orders/:clientOrderId')
  order(@Headers(KEY) key: string, @Param('clientOrderId') clientOrderId: string): OrderWire {
    return this.orders.order(this.accounts.byKey(key), clientOrderId);
  }

  /** All reports above sequence `since`, oldest first. */
  @Get('executions')
  executions(
    @Headers(KEY) key: string,
    @Query('since') since?: string,
    @Query('limit') limit?: string,
  ): ExecutionsWire {
    const log = this.accounts.byKey(key).executions;
    const after = readInteger(since, 'since', 0, Number.MAX_SAFE_INTEGER, 0);
    return this.page(key, log.since(after, readInteger(limit, 'limit', 1, MAX_ITEMS, 500)));
  }

  /** Fills at or after time `since` (microseconds) and above sequence `after`, oldest first. */
  @Get('fills')
  fills(
    @Headers(KEY) key: string,
    @Query('since') since?: string,
    @Query('after') after?: string,
    @Query('limit') limit?: string,
  ): ExecutionsWire {
    const log = this.accounts.byKey(key).executions;
    const above = readInteger(after, 'after', 0, Number.MAX_SAFE_INTEGER, 0);
    const count = readInteger(limit, 'limit', 1, MAX_ITEMS, 500);
    return this.page(key, log.fillsSince(readTime(since, 'since', 0), above, count));
  }

  @Get('account')
  account(@Headers(KEY) key: string): AccountWire {
    return accountWire(this.accounts.byKey(key));
  }

  @Get('positions')
  positions(@Headers(KEY) key: string): { positions: PositionWire[] } {
    return { positions: positionsWire(this.accounts.byKey(key)) };
  }

  @Get('balances')
  balances(@Headers(KEY) key: string): { balances: BalanceWire[] } {
    return { balances: balancesWire(this.accounts.byKey(key)) };
  }

  private page(key: string, executions: readonly ExecutionWire[]): ExecutionsWire {
    const { firstSequence, lastSequence } = this.accounts.byKey(key).executions;
    return { instance: this.instance.id, firstSequence, lastSequence, executions };
  }
}
