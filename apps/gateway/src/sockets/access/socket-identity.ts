import { DomainError, expectOk, type ErrorCode } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import { AccessTokens } from '../../auth/access-tokens.js';
import { SessionDirectory } from '../../sessions/session-directory.js';
import { socketAuth } from '../protocol/common.schema.js';
import { faultOf } from '../schema/check.js';

/** Whose a socket is. */
export interface SocketIdentity {
  readonly userId: string;
  readonly username: string;
  readonly sid: string;
  /** Of the access token, milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Checks the token of a handshake or of a renewal as the access guard checks that of a request. */
@Injectable()
export class SocketIdentities {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly directory: SessionDirectory,
  ) {}

  /** @throws DomainError SIGN_IN_REQUIRED, TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, PASSWORD_CHANGE_REQUIRED */
  async ofHandshake(auth: unknown): Promise<SocketIdentity> {
    if (faultOf(socketAuth.json, auth) !== undefined)
      throw refusal('SIGN_IN_REQUIRED', 'the handshake needs auth.token, an access token');
    return this.of((auth as { token: string }).token);
  }

  /** As `ofHandshake`; another session than before is refused too. */
  async renewed(before: SocketIdentity, token: string): Promise<SocketIdentity> {
    const identity = await this.of(token);
    if (identity.sid !== before.sid) throw refusal('TOKEN_INVALID', 'the token belongs to another session');
    return identity;
  }

  private async of(token: string): Promise<SocketIdentity> {
    const { userId, sid, expiresAt } = expectOk(await this.tokens.verify(token));
    const session = await this.directory.find(sid);
    if (session?.userId !== userId) throw refusal('SESSION_ENDED', 'the session has ended');
    if (session.mustChangePassword) throw refusal('PASSWORD_CHANGE_REQUIRED', 'change your password first');
    return { userId, username: session.username, sid, expiresAt };
  }
}

function refusal(code: ErrorCode, message: string): DomainError {
  return new DomainError({ code, message });
}
