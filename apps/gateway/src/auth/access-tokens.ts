import { randomUUID } from 'node:crypto';
import { ok, refuse, type Result } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { KeyRing } from './key-ring.js';
import type { Role } from './role.js';

export const ISSUER = 'bourseworks-gateway';
export const AUDIENCE = 'bourseworks';
const ALGORITHM = 'HS256';
/** RFC 9068: another kind of token signed by the same key is no access token. */
const TYPE = 'at+jwt';
const clockToleranceS = 2;

export interface AccessClaims {
  readonly userId: string;
  readonly sid: string;
  readonly roles: readonly Role[];
}

export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export interface VerifiedToken {
  readonly userId: string;
  readonly sid: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Makes and checks access tokens. */
export class AccessTokens {
  constructor(
    private readonly keys: KeyRing,
    private readonly clock: Clock,
    private readonly lifeS: number,
  ) {}

  async issue({ userId, sid, roles }: AccessClaims): Promise<IssuedToken> {
    const nowS = Math.floor(this.clock.nowUs() / 1_000_000);
    const accessToken = await new SignJWT({ sid, roles: [...roles] })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.keys.keyId, typ: TYPE })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(userId)
      .setJti(randomUUID())
      .setIssuedAt(nowS)
      .setExpirationTime(nowS + this.lifeS)
      .sign(this.keys.accessKey);
    return { accessToken, expiresIn: this.lifeS };
  }

  /** Whose a token of ours is, and its end: what they may do is asked of the database, not of the token. */
  async verify(token: string): Promise<Result<VerifiedToken>> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys.accessKey, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: TYPE,
        requiredClaims: ['sub', 'sid', 'exp', 'iat'],
        maxTokenAge: this.lifeS,
        clockTolerance: clockToleranceS,
        currentDate: new Date(this.clock.nowUs() / 1_000),
      });
      const { sub, sid, exp = 0 } = payload;
      const ours = protectedHeader.kid === this.keys.keyId && typeof sub === 'string' && typeof sid === 'string';
      return ours ? ok({ userId: sub, sid, expiresAt: exp * 1_000 }) : invalid();
    } catch (error) {
      if (error instanceof errors.JWTExpired) return refuse('TOKEN_EXPIRED', 'the access token is too old');
      if (error instanceof errors.JOSEError) return invalid();
      // What jose cannot even take apart it refuses with a plain TypeError.
      if (error instanceof TypeError) return invalid();
      throw error;
    }
  }
}

function invalid(): Result<never> {
  return refuse('TOKEN_INVALID', 'the access token is not valid');
}
