import type { IncomingHttpHeaders } from 'node:http';

/** A page of another origin can send this header only after a preflight, which is never granted. */
export const CLIENT_HEADER = 'x-bourseworks-client';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The page's own address, and this machine: a name that an attacker points at 127.0.0.1 is not among these. */
function isOwnLoopback(origin: string, host: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return loopback.has(url.hostname) && url.host === host;
}

/**
 * Whether a request that is trusted for its cookie comes from a page of ours (ASVS 5, 3.5): the custom header, and the
 * browser's word for where the page is from. Programs that are no browsers send neither Origin nor Sec-Fetch-Site.
 */
export function isSameOrigin(headers: IncomingHttpHeaders, origins: readonly string[]): boolean {
  return headers[CLIENT_HEADER] !== undefined && isOwnOrigin(headers, origins);
}

/** The browser's word for where the page is from, alone: a page cannot give the handshake of a WebSocket a header. */
export function isOwnOrigin(headers: IncomingHttpHeaders, origins: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return [undefined, 'same-origin', 'none'].includes(site(headers));
  return origins.length > 0 ? origins.includes(origin) : isOwnLoopback(origin, host);
}

function site(headers: IncomingHttpHeaders): string | undefined {
  const value = headers['sec-fetch-site'];
  return Array.isArray(value) ? value[0] : value;
}
