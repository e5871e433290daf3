import { TransportError } from '../errors.js';
import { solclient, type SessionPropertyPart } from './solclient.js';

/** What an OAuth or OpenID Connect provider gave; at least one of the two. */
export interface OAuthToken {
  readonly accessToken?: string;
  readonly idToken?: string;
}

export interface BasicAuthentication {
  readonly scheme: 'basic';
}

/** The broker takes the user from the certificate; over TLS only. Paths of files in PEM, or one PKCS #12 file. */
export interface ClientCertificateAuthentication {
  readonly scheme: 'client-certificate';
  readonly certificate?: string;
  readonly privateKey?: string;
  readonly pfx?: string;
  /** Of the private key or of the PKCS #12 file. */
  readonly passphrase?: string;
}

/** Over TLS only. A function is asked before every login, so that a reconnect hours later does not carry an old token. */
export interface OAuthAuthentication {
  readonly scheme: 'oauth';
  readonly token: OAuthToken | (() => OAuthToken | Promise<OAuthToken>);
  readonly issuer?: string;
}

export type SessionAuthentication = BasicAuthentication | ClientCertificateAuthentication | OAuthAuthentication;

/** Stands in the properties until the first token is there; no login is tried with it. */
const NO_TOKEN_YET = 'none';

export function authenticationProperties(authentication: SessionAuthentication): SessionPropertyPart {
  const { AuthenticationScheme } = solclient();
  switch (authentication.scheme) {
    case 'basic':
      return { authenticationScheme: AuthenticationScheme.BASIC };
    case 'client-certificate':
      return { authenticationScheme: AuthenticationScheme.CLIENT_CERTIFICATE, ...certificateFiles(authentication) };
    case 'oauth':
      return {
        authenticationScheme: AuthenticationScheme.OAUTH2,
        ...(typeof authentication.token === 'function' ? { accessToken: NO_TOKEN_YET } : authentication.token),
        ...(authentication.issuer === undefined ? {} : { issuerIdentifier: authentication.issuer }),
      };
  }
}

function certificateFiles(from: ClientCertificateAuthentication): SessionPropertyPart {
  const { passphrase } = from;
  if (from.pfx !== undefined) {
    return { sslPfx: from.pfx, ...(passphrase === undefined ? {} : { sslPfxPassword: passphrase }) };
  }
  return {
    sslCertificate: from.certificate,
    sslPrivateKey: from.privateKey,
    ...(passphrase === undefined ? {} : { sslPrivateKeyPassword: passphrase }),
  };
}

/** Whether each login gets a token of its own. */
export function renewsToken(authentication: SessionAuthentication): boolean {
  return authentication.scheme === 'oauth' && typeof authentication.token === 'function';
}

/**
 * The token of the next login, within the time of a connection attempt; undefined when it stays as it is.
 * @throws TransportError TOKEN_UNAVAILABLE; its text never holds a token
 */
export async function nextToken(
  authentication: SessionAuthentication,
  timeoutMs: number,
): Promise<OAuthToken | undefined> {
  if (authentication.scheme !== 'oauth' || typeof authentication.token !== 'function') return undefined;
  let token: OAuthToken;
  try {
    token = await within(authentication.token, timeoutMs);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw TransportError.of('TOKEN_UNAVAILABLE', `no token for the login: ${reason}`, error);
  }
  if (!isToken(token)) {
    throw TransportError.of('TOKEN_UNAVAILABLE', 'no token for the login: neither an access token nor an id token');
  }
  return token;
}

/** Whether there is at least one token in it. */
export function isToken(token: OAuthToken): boolean {
  return (token.accessToken ?? '') !== '' || (token.idToken ?? '') !== '';
}

async function within<T>(make: () => T | Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not given within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([make(), late]);
  } finally {
    clearTimeout(timer);
  }
}
