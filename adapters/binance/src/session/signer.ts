import { createHmac } from 'node:crypto';
import type { Outgoing, Signed } from '@bourseworks/venue-client';
import type { ServerClock } from './server-clock.js';

export interface Credentials {
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly recvWindowMs: number;
}

/** HMAC-SHA256 of what is sent, hexadecimal. */
export function signatureOf(payload: string, apiSecret: string): string {
  return createHmac('sha256', apiSecret).update(payload).digest('hex');
}

export function keyHeader({ apiKey }: Credentials): Readonly<Record<string, string>> {
  return { 'X-MBX-APIKEY': apiKey };
}

/** Signs the query of a request, with the venue's time at this moment. */
export function signRequest(outgoing: Outgoing, credentials: Credentials, clock: ServerClock): Signed {
  const window = `recvWindow=${credentials.recvWindowMs}&timestamp=${clock.nowMs()}`;
  const payload = outgoing.query === '' ? window : `${outgoing.query}&${window}`;
  const query = `${payload}&signature=${signatureOf(payload + outgoing.body, credentials.apiSecret)}`;
  return { query, headers: keyHeader(credentials) };
}

/** Parameters of a signed request of the WebSocket API: signed in the order of their names. */
export function signParams(credentials: Credentials, clock: ServerClock): Readonly<Record<string, string | number>> {
  const params = { apiKey: credentials.apiKey, recvWindow: credentials.recvWindowMs, timestamp: clock.nowMs() };
  const payload = Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return { ...params, signature: signatureOf(payload, credentials.apiSecret) };
}
