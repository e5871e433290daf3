import { expectOk } from '@bourseworks/domain';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Roles } from '../auth/access-decorators.js';
import { operatorOf } from '../commands/operator.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { NeverThrottled } from '../throttle/throttle-decorators.js';
import { CancelAllAnswer, CancelAllBody, CommandBody, OrderPage, OrderPreview, OrderReceipt } from './order.dto.js';
import { OrdersQuery, OrderTicket, OrderWithHistory, ReplaceBody } from './order.dto.js';
import { OrderBook } from './order-book.js';
import { OrderChanges } from './order-changes.js';
import { OrderPlacement } from './order-placement.js';
import { OrderPreviews } from './order-previews.js';
import { answered, receiptOf, statusOf } from './receipts.js';

/** Orders of all accounts: people's own and those of strategies. */
@ApiTags('orders')
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly book: OrderBook,
    private readonly placement: OrderPlacement,
    private readonly changes: OrderChanges,
    private readonly previews: OrderPreviews,
  ) {}

  /** Says what an order would be, and what would refuse it. Sends nothing. */
  @Post('preview')
  @HttpCode(200)
  @Roles('trader')
  @ApiOkResponse({ type: OrderPreview })
  async preview(
    @CurrentUser() user: Principal,
    @Body() ticket: OrderTicket,
    @Req() request: Request,
  ): Promise<OrderPreview> {
    return expectOk(await this.previews.preview(operatorOf(user, request), ticket));
  }

  /** Places an order, once for each clientOrderId. A refusal is 422 with the code of the rule that refused it. */
  @Post()
  @Roles('trader')
  @ApiCreatedResponse({ type: OrderReceipt })
  @ApiOkResponse({ type: OrderReceipt, description: 'The first answer again.' })
  @ApiAcceptedResponse({ type: OrderReceipt, description: 'Nobody answered yet: state Unknown, never a refusal.' })
  async place(
    @CurrentUser() user: Principal,
    @Body() ticket: OrderTicket,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OrderReceipt> {
    const placed = expectOk(await this.placement.place(operatorOf(user, request), ticket));
    response.status(statusOf(placed));
    return receiptOf(placed);
  }

  @Get()
  @ApiOkResponse({ type: OrderPage })
  async list(@Query() { open, before, ...filter }: OrdersQuery): Promise<OrderPage> {
    return this.book.list({
      ...filter,
      open: open === undefined ? undefined : open === 'true',
      before: before === undefined ? undefined : Number(before),
    });
  }

  @Get(':clOrdId')
  @ApiOkResponse({ type: OrderWithHistory })
  async get(@Param('clOrdId') clOrdId: string): Promise<OrderWithHistory> {
    return expectOk(await this.book.get(clOrdId));
  }

  /** Asks the venue for other terms; the outcome comes as an event of the order. */
  @Patch(':clOrdId')
  @Roles('trader')
  @ApiOkResponse({ type: OrderReceipt })
  @ApiAcceptedResponse({ type: OrderReceipt, description: 'Nobody answered: state Unknown. Repeat the same command.' })
  async replace(
    @CurrentUser() user: Principal,
    @Param('clOrdId') clOrdId: string,
    @Body() { commandId, ...terms }: ReplaceBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OrderReceipt> {
    const receipt = expectOk(await this.changes.replace(operatorOf(user, request), clOrdId, commandId, terms));
    return answered(response, receipt);
  }

  /** Asks for the cancel of every open order, or of those of an account, a venue, a symbol. */
  @Post('cancel-all')
  @HttpCode(200)
  @NeverThrottled()
  @Roles('trader', 'risk')
  @ApiOkResponse({ type: CancelAllAnswer })
  async cancelAll(
    @CurrentUser() user: Principal,
    @Body() { commandId, ...scope }: CancelAllBody,
    @Req() request: Request,
  ): Promise<CancelAllAnswer> {
    return expectOk(await this.changes.cancelAll(operatorOf(user, request), commandId, scope));
  }

  /** Asks the venue for the cancel; the outcome comes as an event of the order. */
  @Post(':clOrdId/cancel')
  @HttpCode(200)
  @NeverThrottled()
  @Roles('trader', 'risk')
  @ApiOkResponse({ type: OrderReceipt })
  @ApiAcceptedResponse({ type: OrderReceipt, description: 'Nobody answered: state Unknown. Repeat the same command.' })
  async cancel(
    @CurrentUser() user: Principal,
    @Param('clOrdId') clOrdId: string,
    @Body() { commandId }: CommandBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OrderReceipt> {
    return answered(response, expectOk(await this.changes.cancel(operatorOf(user, request), clOrdId, commandId)));
  }
}
