import type { CookieOptions, Request, Response } from 'express';
import type { GatewayConfig } from '../config/gateway-config.js';

/** The one path that the cookie is sent to. */
export const REFRESH_PATH = '/api/v1/auth/refresh';

const plainName = 'bourseworks-refresh';

/**
 * Over TLS the prefix makes browsers refuse a cookie of this name that came without it. `__Host-` would demand the path `/`,
 * and every request would carry the token; `__Secure-` keeps it on the one path that reads it.
 */
export const cookieName = (tls: boolean): string => (tls ? `__Secure-${plainName}` : plainName);

const optionsOf = (tls: boolean): CookieOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  path: REFRESH_PATH,
  secure: tls,
});

export function setRefreshCookie(
  response: Response,
  { tls }: Pick<GatewayConfig, 'tls'>,
  token: string,
  expiresAt: number,
): void {
  response.cookie(cookieName(tls), token, { ...optionsOf(tls), expires: new Date(expiresAt) });
}

export function clearRefreshCookie(response: Response, { tls }: Pick<GatewayConfig, 'tls'>): void {
  response.clearCookie(cookieName(tls), optionsOf(tls));
}

export function refreshCookieOf(request: Request, { tls }: Pick<GatewayConfig, 'tls'>): string | undefined {
  const value = (request.cookies as Record<string, unknown> | undefined)?.[cookieName(tls)];
  return typeof value === 'string' ? value : undefined;
}
