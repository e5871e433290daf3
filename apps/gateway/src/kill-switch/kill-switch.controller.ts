import { expectOk } from '@bourseworks/domain';
import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Roles } from '../auth/access-decorators.js';
import { operatorOf } from '../commands/operator.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { NeverThrottled } from '../throttle/throttle-decorators.js';
import { KillAnswer, KillList, KillOnBody, RearmBody } from './kill-switch.dto.js';
import { KillSwitch } from './kill-switch.js';

@ApiTags('kill switch')
@Controller('kill-switch')
export class KillSwitchController {
  constructor(private readonly killSwitch: KillSwitch) {}

  /** Those that are on. */
  @Get()
  @ApiOkResponse({ type: KillList })
  async list(): Promise<KillList> {
    return { kills: await this.killSwitch.list() };
  }

  /** Refuses new orders of the scope from now on and cancels the open ones, until somebody with the right re-arms it. */
  @Post()
  @HttpCode(200)
  @NeverThrottled()
  @Roles('trader', 'risk', 'admin')
  @ApiOkResponse({ type: KillAnswer })
  async kill(@CurrentUser() user: Principal, @Body() body: KillOnBody, @Req() request: Request): Promise<KillAnswer> {
    return expectOk(await this.killSwitch.set(operatorOf(user, request), 'kill', body));
  }

  /** Lets the scope trade again; `awaits` where a second person has to ask for it too. */
  @Post('rearm')
  @HttpCode(200)
  @Roles('risk')
  @ApiOkResponse({ type: KillAnswer })
  async rearm(@CurrentUser() user: Principal, @Body() body: RearmBody, @Req() request: Request): Promise<KillAnswer> {
    return expectOk(await this.killSwitch.set(operatorOf(user, request), 'rearm', body));
  }
}
