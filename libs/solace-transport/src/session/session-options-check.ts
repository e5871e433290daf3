import { accessSync, constants } from 'node:fs';
import { TransportError } from '../errors.js';
import { isToken, type SessionAuthentication } from './authentication.js';
import type { ResolvedSessionOptions } from './session-options.js';
import { trustStores } from './tls-options.js';

const MAX_HOSTS = 16;
const SCHEMES = ['tcp:', 'tcps:', 'ws:', 'wss:'];
const SECURE = ['tcps:', 'wss:'];

/** Lowest and highest value of each number; -1 is "for ever" where it is allowed. */
const RANGES = {
  connectTimeoutMs: [1, 2_147_483_647],
  connectRetries: [-1, 1_000_000],
  reconnectRetries: [-1, 1_000_000],
  reconnectRetryWaitMs: [0, 60_000],
  reconnectMaxWaitMs: [0, 3_600_000],
  keepAliveIntervalMs: [1, 2_147_483_647],
  keepAliveIntervalsLimit: [3, 1_000_000],
  subscribeTimeoutMs: [1, 2_147_483_647],
  requestTimeoutMs: [1, Infinity],
  maxInflight: [1, 16_777_216],
  maxPayloadBytes: [1, 1_073_741_824],
  sendBufferMaxBytes: [1, 1_073_741_824],
  closeTimeoutMs: [1, 2_147_483_647],
} as const;

function bad(text: string): TransportError {
  return TransportError.of('BAD_SESSION_OPTION', text);
}

/**
 * Before anything is opened: the client library takes many impossible values silently, and what it refuses, such as a
 * certificate that is not there, shows only when it connects.
 * @throws TransportError BAD_SESSION_OPTION
 */
export function checkSessionOptions(options: ResolvedSessionOptions): void {
  for (const [name, [low, high]] of Object.entries(RANGES)) {
    const value: unknown = options[name as keyof typeof RANGES];
    const whole = Number.isInteger(value) || value === Infinity;
    if (!whole || (value as number) < low || (value as number) > high) {
      throw bad(`${name} is ${String(value)}; it must be from ${low} to ${high}`);
    }
  }
  const secure = checkUrls(typeof options.url === 'string' ? [options.url] : options.url);
  if (options.vpn === '') throw bad('vpn is empty');
  for (const file of trustStores(options.tls)) checkFile('tls.trustStore', file);
  if (options.tls.serverNames?.length === 0) throw bad('tls.serverNames is empty: no name would be accepted');
  checkAuthentication(options.authentication, options.username, secure);
}

function checkUrls(urls: readonly string[]): boolean {
  if (urls.length === 0 || urls.length > MAX_HOSTS)
    throw bad(`url names ${urls.length} hosts; 1 to ${MAX_HOSTS} may be`);
  const protocols = urls.map((url) => {
    const protocol = URL.canParse(url) ? new URL(url).protocol : '';
    // The url itself may hold a password: it is not repeated.
    if (!SCHEMES.includes(protocol)) throw bad('url must be tcp://, tcps://, ws:// or wss:// with a host');
    return protocol;
  });
  const secure = protocols.filter((protocol) => SECURE.includes(protocol)).length;
  // A failover must not send the password in clear text.
  if (secure > 0 && secure < urls.length) throw bad('url mixes hosts with and without TLS');
  return secure > 0;
}

function checkAuthentication(authentication: SessionAuthentication, username: string, secure: boolean): void {
  const { scheme } = authentication;
  if (scheme === 'basic') {
    if (username === '') throw bad('username is empty');
    return;
  }
  if (!secure) throw bad(`authentication by ${scheme} needs TLS: a url of tcps:// or wss://`);
  if (scheme === 'oauth') {
    if (typeof authentication.token === 'object' && !isToken(authentication.token))
      throw bad('authentication.token is empty');
    return;
  }
  const { pfx, certificate, privateKey } = authentication;
  if ((pfx === undefined) === (certificate === undefined || privateKey === undefined)) {
    throw bad('authentication needs either pfx, or certificate and privateKey');
  }
  for (const [name, file] of Object.entries({ pfx, certificate, privateKey })) {
    if (file !== undefined) checkFile(`authentication.${name}`, file);
  }
}

function checkFile(option: string, file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw bad(`${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
