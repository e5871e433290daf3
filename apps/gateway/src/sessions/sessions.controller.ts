import { expectOk } from '@bourseworks/domain';
import { Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Req } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { clientOf } from '../http/client.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { SessionEnd } from './session-end.js';
import { SessionStore } from './session-store.js';
import { SessionView, sessionView } from './session-view.js';

@ApiTags('sessions')
@Controller('sessions')
export class SessionsController {
  constructor(
    private readonly store: SessionStore,
    private readonly ending: SessionEnd,
  ) {}

  /** One's own sessions that are alive, last active first. */
  @Get()
  @ApiOkResponse({ type: [SessionView] })
  async list(@CurrentUser() user: Principal): Promise<SessionView[]> {
    return (await this.store.list(user.id)).map((row) => sessionView(row, user.sid));
  }

  /** Ends a session of one's own; an admin ends anybody's. */
  @Delete(':sid')
  @HttpCode(204)
  @ApiNoContentResponse()
  async revoke(
    @CurrentUser() user: Principal,
    @Param('sid', ParseUUIDPipe) sid: string,
    @Req() request: Request,
  ): Promise<void> {
    expectOk(await this.ending.revoke(user, sid, clientOf(request)));
  }
}
