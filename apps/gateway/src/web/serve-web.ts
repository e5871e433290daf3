import { randomBytes } from 'node:crypto';
import { DomainError } from '@bourseworks/domain';
import { EventLog } from '@bourseworks/ports';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { GatewayConfig } from '../config/gateway-config.js';
import { pagePolicy, securityHeaders } from '../http/security-headers.js';
import { builtPage } from './web-directory.js';
import { ENCODINGS, readWebFiles, type WebFiles } from './web-files.js';

/** The literal text of index.html that every answer replaces by a nonce of its own. */
const NONCE_MARK = '__CSP_NONCE__';
const ASSETS = '/assets/';
const YEAR_MS = 31_536_000_000;

const reads = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

/** Gives the answer a nonce, which the policy of the page then names. */
function withNonce(_request: Request, response: Response, next: NextFunction): void {
  response.locals['nonce'] = randomBytes(16).toString('base64');
  next();
}

function page({ index }: WebFiles): RequestHandler {
  return (_request, response): void => {
    const nonce = String(response.locals['nonce']);
    // A copy that some cache kept would bring a nonce that somebody else has seen.
    response.setHeader('cache-control', 'no-store');
    response.type('html').send(index.replaceAll(NONCE_MARK, nonce));
  };
}

/** Their names change with their content: whoever has one need not ask again. */
function assets({ assets: known, assetsDirectory: root }: WebFiles): RequestHandler {
  return (request, response, next): void => {
    const name = request.path.slice(ASSETS.length);
    const asset = known.get(name);
    if (!asset) {
      next(new DomainError({ code: 'ROUTE_UNKNOWN', message: 'the page has no such file' }));
      return;
    }
    const encoding = ENCODINGS.find((one) => asset.encoded.has(one.name) && request.acceptsEncodings(one.name));
    response.vary('accept-encoding');
    response.setHeader('content-type', asset.type);
    if (encoding) response.setHeader('content-encoding', encoding.name);
    const file = encoding ? (asset.encoded.get(encoding.name) ?? name) : name;
    response.sendFile(file, { root, immutable: true, maxAge: YEAR_MS }, (error?: Error) => {
      if (error && !response.headersSent) next(error);
    });
  };
}

const notBuilt: RequestHandler = (_request, _response, next) =>
  next(new DomainError({ code: 'ROUTE_UNKNOWN', message: 'the page is not built: npm run build' }));

/** The page at `/` and its files below `/assets`; everything else is left to those that come after. */
export function serveWeb(app: NestExpressApplication): void {
  const { tls, webDirectory = builtPage() } = app.get(GatewayConfig);
  const files = readWebFiles(webDirectory);
  if (!files) app.get(EventLog).warn({ event: 'web.missing', path: webDirectory });
  const [policy, show] = [securityHeaders(tls, pagePolicy), files ? page(files) : notBuilt];
  const hand = files ? assets(files) : notBuilt;
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!reads(request)) return next();
    if (request.path.startsWith(ASSETS)) return void hand(request, response, next);
    if (request.path !== '/') return next();
    withNonce(request, response, () => void policy(request, response, () => void show(request, response, next)));
  });
}
