import { expectOk } from '@bourseworks/domain';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Roles } from '../auth/access-decorators.js';
import { operatorOf } from '../commands/operator.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { OrderChanges } from '../orders/order-changes.js';
import { OrderPlacement } from '../orders/order-placement.js';
import { CommandBody } from '../orders/order.dto.js';
import { answered, receiptOf, statusOf } from '../orders/receipts.js';
import { NeverThrottled } from '../throttle/throttle-decorators.js';
import { ListReceipt, OrderListPage, OrderListsQuery, OrderListTicket, OrderListWithOrders } from './order-list.dto.js';
import { OrderLists } from './order-lists.js';

/** Orders that depend on each other, of all accounts: people's own and those of strategies. */
@ApiTags('orders')
@Controller('order-lists')
export class OrderListsController {
  constructor(
    private readonly lists: OrderLists,
    private readonly placement: OrderPlacement,
    private readonly changes: OrderChanges,
  ) {}

  /** Places a list whole or not at all, once for each clientOrderId. A refusal is 422 with the code of the rule. */
  @Post()
  @Roles('trader')
  @ApiCreatedResponse({ type: ListReceipt })
  @ApiOkResponse({ type: ListReceipt, description: 'The first answer again.' })
  @ApiAcceptedResponse({ type: ListReceipt, description: 'Nobody answered yet: state Unknown, never a refusal.' })
  async place(
    @CurrentUser() user: Principal,
    @Body() ticket: OrderListTicket,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ListReceipt> {
    const placed = expectOk(await this.placement.place(operatorOf(user, request), ticket));
    response.status(statusOf(placed));
    return receiptOf(placed);
  }

  @Get()
  @ApiOkResponse({ type: OrderListPage })
  async list(@Query() { open, ...filter }: OrderListsQuery): Promise<OrderListPage> {
    return this.lists.list(open === undefined ? filter : { ...filter, open: open === 'true' });
  }

  @Get(':listId')
  @ApiOkResponse({ type: OrderListWithOrders })
  async get(@Param('listId') listId: string): Promise<OrderListWithOrders> {
    return expectOk(await this.lists.get(listId));
  }

  /** Asks for the cancel of every order of the list; the outcome comes as events of the orders. */
  @Post(':listId/cancel')
  @HttpCode(200)
  @NeverThrottled()
  @Roles('trader', 'risk')
  @ApiOkResponse({ type: ListReceipt })
  @ApiAcceptedResponse({ type: ListReceipt, description: 'Nobody answered: state Unknown. Repeat the same command.' })
  async cancel(
    @CurrentUser() user: Principal,
    @Param('listId') listId: string,
    @Body() { commandId }: CommandBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ListReceipt> {
    return answered(response, expectOk(await this.changes.cancelList(operatorOf(user, request), listId, commandId)));
  }
}
