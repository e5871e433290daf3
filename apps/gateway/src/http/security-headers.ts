import type { ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

type Source = string | ((request: unknown, response: ServerResponse) => string);
type Directives = Record<string, Source[]>;

const self = "'self'";

/** Only what this gateway serves itself; no inline script or style, no plug-ins, no frames. */
const strict: Directives = {
  'default-src': [self],
  'base-uri': ["'none'"],
  'connect-src': [self],
  'font-src': [self],
  'form-action': [self],
  'frame-ancestors': ["'none'"],
  'img-src': [self, 'data:'],
  'object-src': ["'none'"],
  'script-src': [self],
  'script-src-attr': ["'none'"],
  'style-src': [self],
};

/** The page of the API reference brings styles of its own in the page. */
export const docsPolicy: Directives = { ...strict, 'style-src': [self, "'unsafe-inline'"] };

const nonceOf: Source = (_request, response) =>
  `'nonce-${String((response as ServerResponse & { locals?: Record<string, unknown> }).locals?.['nonce'])}'`;

/** The trading page: its grid makes style elements, which carry the nonce of the answer. */
export const pagePolicy: Directives = { ...strict, 'style-src': [self, nonceOf] };

const twoYearsS = 63_072_000;

/**
 * Security headers (ASVS 5, 3.4). Without TLS there is no HSTS and no upgrade to https: a browser would remember them for
 * `localhost`, and nothing would answer there.
 */
export function securityHeaders(tls: boolean, directives: Directives = strict): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...directives, ...(tls ? { 'upgrade-insecure-requests': [] } : {}) },
    },
    strictTransportSecurity: tls ? { maxAge: twoYearsS, includeSubDomains: true } : false,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
}
