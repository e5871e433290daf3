import type { DomainError } from '@bourseworks/domain';
import { isLoopback } from '../../is-loopback.js';
import { unavailable } from '../../refusals.js';

/** How an InfluxDB is reached. */
export interface InfluxServer {
  /** http:// or https://, host and port, without a login; a path, where the server is behind one. Loopback, or see `plaintext`. */
  readonly url: string;
  /** Which one it is: 1.x, 2.x or 3.x. */
  readonly version: 1 | 2 | 3;
  /** Organisation of 2.x; empty for the others. */
  readonly org: string;
  /** Database; the bucket of 2.x, which InfluxQL reaches by a mapping of the same name. It has to be there. */
  readonly database: string;
  /** Of 2.x and 3.x; empty where the server asks for none, which beyond loopback is refused. */
  readonly token: string;
  /** Of 1.x, likewise. */
  readonly username: string;
  readonly password: string;
  /** Of https. */
  readonly tls?: {
    /** Certificates of the authority in PEM; undefined for those that Node trusts. */
    readonly ca?: string;
  };
  /** True: a server beyond loopback may be spoken to without TLS, login and all. */
  readonly plaintext?: boolean;
}

export interface InfluxTimeSeriesOptions {
  readonly server: InfluxServer;
  /** How long a sign of life is waited for, microseconds; ten times that for what is asked after it. */
  readonly timeoutUs: number;
}

/** It says no login, nor what the address is: one may stand in it. */
const refused = (why: string): DomainError => unavailable('InfluxDB', why);

/** @throws DomainError STORE_UNAVAILABLE for a server that cannot, or must not, be used so */
export function checkServer(server: InfluxServer): void {
  const url = URL.canParse(server.url) ? new URL(server.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw refused('its address is none of http:// or https://');
  if (url.username !== '' || url.password !== '' || url.search !== '')
    throw refused('its address has more than host, port and path: the login stands beside it');
  checkLogin(server);
  if (isLoopback(url.hostname.replace(/^\[|\]$/g, ''))) return;
  if (server.token === '' && server.password === '') throw refused('a server beyond loopback needs a login');
  if (url.protocol === 'http:' && server.plaintext !== true)
    throw refused('a server beyond loopback needs TLS, or a network of its own and `plaintext`');
}

/** What belongs to another version would be left unused, and its user wonder why. */
function checkLogin({ version, org, token, username, password }: InfluxServer): void {
  if (version === 1 && token !== '') throw refused('1.x has user and password instead of a token');
  if (version !== 1 && (username !== '' || password !== ''))
    throw refused('2.x and 3.x have a token instead of a login');
  if ((username === '') !== (password === '')) throw refused('user and password are given together or not at all');
  if ((version === 2) !== (org !== '')) throw refused('the organisation is that of 2.x, where one is needed');
}
