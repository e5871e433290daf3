import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { OrderBook } from '../orders/order-book.js';
import { FillPage, FillsQuery } from './fill.dto.js';

@ApiTags('orders')
@Controller('fills')
export class FillsController {
  constructor(private readonly book: OrderBook) {}

  /** Executions of all orders, busts and corrections included. */
  @Get()
  @ApiOkResponse({ type: FillPage })
  async list(@Query() { before, ...filter }: FillsQuery): Promise<FillPage> {
    return this.book.fills({ ...filter, before: before === undefined ? undefined : Number(before) });
  }
}
