import { DomainError, expectOk } from '@bourseworks/domain';
import { Body, Controller, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { GatewayConfig } from '../config/gateway-config.js';
import { clientOf } from '../http/client.js';
import { CurrentUser, type Principal } from '../http/current-user.js';
import { SessionDirectory } from '../sessions/session-directory.js';
import { SessionEnd } from '../sessions/session-end.js';
import { SessionRefresh, type Refreshed } from '../sessions/session-refresh.js';
import { Public, WhilePasswordPending } from './access-decorators.js';
import { AccessTokens } from './access-tokens.js';
import { LoginRequest, PasswordChangeBody, TokenAnswer, UserSummary } from './auth.dto.js';
import { PasswordChange } from './password-change.js';
import { clearRefreshCookie, refreshCookieOf, setRefreshCookie } from './refresh-cookie.js';
import { isSameOrigin } from './same-origin.js';
import { SignIn } from './sign-in.js';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly signIn: SignIn,
    private readonly refreshing: SessionRefresh,
    private readonly ending: SessionEnd,
    private readonly passwords: PasswordChange,
    private readonly directory: SessionDirectory,
    private readonly tokens: AccessTokens,
    private readonly config: GatewayConfig,
  ) {}

  /** Signs in. The access token is in the answer, the refresh token in a cookie that scripts cannot read. */
  @Public()
  @Post('login')
  @HttpCode(200)
  @ApiOkResponse({ type: TokenAnswer })
  async login(
    @Body() body: LoginRequest,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TokenAnswer> {
    return this.grant(expectOk(await this.signIn.signIn(body, clientOf(request))), response);
  }

  /** Gives a new access token for the refresh cookie, and replaces the cookie. */
  @Public()
  @Post('refresh')
  @HttpCode(200)
  @ApiOkResponse({ type: TokenAnswer })
  async refresh(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<TokenAnswer> {
    if (!isSameOrigin(request.headers, this.config.origins))
      throw new DomainError({ code: 'ORIGIN_REFUSED', message: 'the request comes from a page of another origin' });
    const refreshed = await this.refreshing.refresh(refreshCookieOf(request, this.config), clientOf(request));
    if (!refreshed.ok) clearRefreshCookie(response, this.config);
    return this.grant(expectOk(refreshed), response);
  }

  /** Ends the session that the access token belongs to. */
  @WhilePasswordPending()
  @Post('logout')
  @HttpCode(204)
  @ApiNoContentResponse()
  async logout(
    @CurrentUser() user: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.ending.logout(user, clientOf(request));
    clearRefreshCookie(response, this.config);
  }

  @WhilePasswordPending()
  @Get('me')
  @ApiOkResponse({ type: UserSummary })
  async me(@CurrentUser() user: Principal): Promise<UserSummary> {
    return this.summaryOf(user.sid);
  }

  /** Changes one's own password; every other session of the same user ends. */
  @WhilePasswordPending()
  @Put('password')
  @HttpCode(204)
  @ApiNoContentResponse()
  async changePassword(
    @CurrentUser() user: Principal,
    @Body() body: PasswordChangeBody,
    @Req() request: Request,
  ): Promise<void> {
    expectOk(await this.passwords.change(user, body, clientOf(request)));
  }

  private async grant({ sid, refreshToken, expiresAt }: Refreshed, response: Response): Promise<TokenAnswer> {
    const user = await this.summaryOf(sid);
    const token = await this.tokens.issue({ userId: user.id, sid, roles: user.roles });
    setRefreshCookie(response, this.config, refreshToken, expiresAt);
    response.setHeader('cache-control', 'no-store');
    return { ...token, sid, sessionExpiresAt: expiresAt, user };
  }

  private async summaryOf(sid: string): Promise<UserSummary> {
    const session = await this.directory.find(sid);
    if (!session) throw new DomainError({ code: 'SESSION_ENDED', message: 'the session has ended' });
    const { userId: id, username, roles, mustChangePassword } = session;
    return { id, username, roles, mustChangePassword };
  }
}
