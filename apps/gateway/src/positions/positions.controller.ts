import { expectOk } from '@bourseworks/domain';
import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Roles } from '../auth/access-decorators.js';
import { operatorOf } from '../commands/operator.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { NeverThrottled } from '../throttle/throttle-decorators.js';
import { Flatten } from './flatten.js';
import { FlattenAnswer, FlattenBody, PositionList, PositionsQuery } from './position.dto.js';
import { Positions } from './positions.js';

@ApiTags('positions')
@Controller('positions')
export class PositionsController {
  constructor(
    private readonly positions: Positions,
    private readonly flattening: Flatten,
  ) {}

  @Get()
  @ApiOkResponse({ type: PositionList })
  async list(@Query() { account }: PositionsQuery): Promise<PositionList> {
    return this.positions.list(account);
  }

  /** Cancels what is open, then closes what is held at the market. A repeat of the same command sends nothing twice. */
  @Post('flatten')
  @HttpCode(200)
  @NeverThrottled()
  @Roles('trader', 'risk')
  @ApiOkResponse({ type: FlattenAnswer })
  async flatten(
    @CurrentUser() user: Principal,
    @Body() { commandId, ...scope }: FlattenBody,
    @Req() request: Request,
  ): Promise<FlattenAnswer> {
    return expectOk(await this.flattening.flatten(operatorOf(user, request), commandId, scope));
  }
}
