import { expectOk } from '@bourseworks/domain';
import { Body, Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Roles } from '../auth/access-decorators.js';
import { operatorOf } from '../commands/operator.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { Strategies } from './strategies.js';
import { StrategyCommandBody, StrategyList, StrategyView } from './strategy.dto.js';

@ApiTags('strategies')
@Controller('strategies')
export class StrategiesController {
  constructor(private readonly strategies: Strategies) {}

  /** Those of all hosts; a host that does not answer is named. */
  @Get()
  @ApiOkResponse({ type: StrategyList })
  async list(): Promise<StrategyList> {
    return this.strategies.list();
  }

  @Post(':id/start')
  @HttpCode(200)
  @Roles('trader', 'risk')
  @ApiOkResponse({ type: StrategyView })
  async start(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Body() body: StrategyCommandBody,
    @Req() request: Request,
  ): Promise<StrategyView> {
    return expectOk(await this.strategies.control(operatorOf(user, request), 'start', id, body));
  }

  @Post(':id/stop')
  @HttpCode(200)
  @Roles('trader', 'risk')
  @ApiOkResponse({ type: StrategyView })
  async stop(
    @CurrentUser() user: Principal,
    @Param('id') id: string,
    @Body() body: StrategyCommandBody,
    @Req() request: Request,
  ): Promise<StrategyView> {
    return expectOk(await this.strategies.control(operatorOf(user, request), 'stop', id, body));
  }
}
