import { DomainError, expectOk } from '@bourseworks/domain';
import { Body, Controller, Delete, Get, HttpCode, Param, ParseUUIDPipe, Post, Put, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Roles } from '../auth/access-decorators.js';
import { clientOf } from '../http/client.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { SessionEnd } from '../sessions/session-end.js';
import { SessionStore } from '../sessions/session-store.js';
import { SessionView, sessionView } from '../sessions/session-view.js';
import { UserStore, type UserWithRoles } from './user-store.js';
import { CreateUserBody, cursorOf, OneTimePassword, RolesBody, UserPage, UserPageQuery } from './user.dto.js';
import { UserView, userView } from './user.dto.js';
import { UsersService, type WithPassword } from './users.service.js';

@ApiTags('users')
@Roles('admin')
@Controller('users')
export class UsersController {
  constructor(
    private readonly service: UsersService,
    private readonly users: UserStore,
    private readonly sessions: SessionStore,
    private readonly ending: SessionEnd,
  ) {}

  /** All users in the order of their names, page by page. */
  @Get()
  @ApiOkResponse({ type: UserPage })
  async list(@Query() { limit, after = '' }: UserPageQuery): Promise<UserPage> {
    const found = await this.users.page(after, limit + 1);
    const items = found.slice(0, limit).map(viewOf);
    const last = items.at(-1);
    return { items, next: found.length > limit && last ? cursorOf(last.username) : null };
  }

  /** Makes a user with a one-time password, which the answer tells once. */
  @Post()
  @ApiCreatedResponse({ type: OneTimePassword })
  async create(
    @CurrentUser() user: Principal,
    @Body() body: CreateUserBody,
    @Req() request: Request,
  ): Promise<OneTimePassword> {
    return withPassword(expectOk(await this.service.create(body, { user, client: clientOf(request) })));
  }

  @Get(':id')
  @ApiOkResponse({ type: UserView })
  async find(@Param('id', ParseUUIDPipe) id: string): Promise<UserView> {
    return viewOf(await this.known(id));
  }

  @Put(':id/roles')
  @ApiOkResponse({ type: UserView })
  async setRoles(
    @CurrentUser() user: Principal,
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { roles }: RolesBody,
    @Req() request: Request,
  ): Promise<UserView> {
    return viewOf(expectOk(await this.service.setRoles(id, roles, { user, client: clientOf(request) })));
  }

  /** Ends all sessions of the user and lets them sign in no more. */
  @Post(':id/disable')
  @HttpCode(200)
  @ApiOkResponse({ type: UserView })
  async disable(
    @CurrentUser() user: Principal,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: Request,
  ): Promise<UserView> {
    return viewOf(expectOk(await this.service.disable(id, { user, client: clientOf(request) })));
  }

  @Post(':id/enable')
  @HttpCode(200)
  @ApiOkResponse({ type: UserView })
  async enable(
    @CurrentUser() user: Principal,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: Request,
  ): Promise<UserView> {
    return viewOf(expectOk(await this.service.enable(id, { user, client: clientOf(request) })));
  }

  /** Replaces a lost password by a one-time one; all sessions of the user end. */
  @Post(':id/password-reset')
  @HttpCode(200)
  @ApiOkResponse({ type: OneTimePassword })
  async resetPassword(
    @CurrentUser() user: Principal,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: Request,
  ): Promise<OneTimePassword> {
    return withPassword(expectOk(await this.service.resetPassword(id, { user, client: clientOf(request) })));
  }

  @Get(':id/sessions')
  @ApiOkResponse({ type: [SessionView] })
  async listSessions(@CurrentUser() user: Principal, @Param('id', ParseUUIDPipe) id: string): Promise<SessionView[]> {
    await this.known(id);
    return (await this.sessions.list(id)).map((row) => sessionView(row, user.sid));
  }

  @Delete(':id/sessions')
  @HttpCode(204)
  @ApiNoContentResponse()
  async endSessions(
    @CurrentUser() user: Principal,
    @Param('id', ParseUUIDPipe) id: string,
    @Req() request: Request,
  ): Promise<void> {
    await this.known(id);
    await this.ending.revokeAllOf(user, id, clientOf(request));
  }

  private async known(id: string): Promise<UserWithRoles> {
    const user = await this.users.find(id);
    if (!user) throw new DomainError({ code: 'USER_UNKNOWN', message: 'there is no such user' });
    return user;
  }
}

function viewOf({ row, roles }: UserWithRoles): UserView {
  return userView(row, roles);
}

function withPassword({ user, oneTimePassword }: WithPassword): OneTimePassword {
  return { user: viewOf(user), oneTimePassword };
}
