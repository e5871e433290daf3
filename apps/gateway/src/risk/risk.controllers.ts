import { expectOk } from '@bourseworks/domain';
import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Roles } from '../auth/access-decorators.js';
import { operatorOf } from '../commands/operator.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { MANUAL } from '../oms/oms-queries.js';
import { NeverThrottled } from '../throttle/throttle-decorators.js';
import { instructionsShape } from '../orders/instructions.dto.js';
import { RiskDesk } from './risk-desk.js';
import {
  LimitsAnswer,
  LimitsBody,
  LimitsQuery,
  LimitsSet,
  RiskCheckAnswer,
  RiskCheckBody,
  TradingStateBody,
  TradingStateList,
  TradingStateSet,
} from './risk.dto.js';

@ApiTags('risk')
@Controller('limits')
export class LimitsController {
  constructor(private readonly desk: RiskDesk) {}

  /** In force, and how far they are used up. */
  @Get()
  @ApiOkResponse({ type: LimitsAnswer })
  limits(@Query() query: LimitsQuery): Promise<LimitsAnswer> {
    return this.desk.limits(query);
  }

  /** Puts limits in force, all at once. A later version than the one in force is needed. */
  @Post()
  @HttpCode(200)
  @Roles('risk')
  @ApiOkResponse({ type: LimitsSet })
  async set(@CurrentUser() user: Principal, @Body() body: LimitsBody, @Req() request: Request): Promise<LimitsSet> {
    return expectOk(await this.desk.setLimits(operatorOf(user, request), body));
  }
}

@ApiTags('risk')
@Controller('trading-states')
export class TradingStatesController {
  constructor(private readonly desk: RiskDesk) {}

  /** Scopes that are not ACTIVE. */
  @Get()
  @ApiOkResponse({ type: TradingStateList })
  async list(): Promise<TradingStateList> {
    return { states: await this.desk.states() };
  }

  /** Sets a scope ACTIVE, REDUCING or HALTED, and cancels what the state does not allow. */
  @Post()
  @HttpCode(200)
  @NeverThrottled()
  @Roles('risk')
  @ApiOkResponse({ type: TradingStateSet })
  async set(
    @CurrentUser() user: Principal,
    @Body() body: TradingStateBody,
    @Req() request: Request,
  ): Promise<TradingStateSet> {
    return expectOk(await this.desk.setState(operatorOf(user, request), body));
  }
}

@ApiTags('risk')
@Controller('risk-check')
export class RiskCheckController {
  constructor(private readonly desk: RiskDesk) {}

  /** Says what would become of an order. Nothing is sent, reserved or counted. */
  @Post()
  @HttpCode(200)
  @Roles('trader', 'risk')
  @ApiOkResponse({ type: RiskCheckAnswer })
  async check(
    @CurrentUser() user: Principal,
    @Body() { strategy = MANUAL, ...body }: RiskCheckBody,
    @Req() request: Request,
  ): Promise<RiskCheckAnswer> {
    const { account, venue, symbol, adapter, side, type, timeInForce, quantity, price, reduceOnly } = body;
    const order = {
      account,
      strategy,
      venue,
      symbol,
      side,
      type,
      timeInForce,
      quantity,
      ...(adapter === undefined ? {} : { adapter }),
      ...(price === undefined ? {} : { price }),
      ...(reduceOnly === undefined ? {} : { reduceOnly }),
      ...instructionsShape(body),
    };
    return expectOk(await this.desk.check(operatorOf(user, request), order));
  }
}
