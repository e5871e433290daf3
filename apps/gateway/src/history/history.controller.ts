import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { BarList, BarsQuery } from './bar.dto.js';
import { BarHistory } from './bar-history.js';

@ApiTags('market data')
@Controller('history')
export class HistoryController {
  constructor(private readonly history: BarHistory) {}

  /** The latest `limit` bars of [from, to). */
  @Get('bars')
  @ApiOkResponse({ type: BarList })
  async bars(@Query() query: BarsQuery): Promise<BarList> {
    return { bars: await this.history.bars(query) };
  }
}
