import { randomBytes } from 'node:crypto';
import { DomainError } from '@bourseworks/domain';
import { EventLog } from '@bourseworks/ports';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { GatewayConfig } from '../config/gateway-config.js';
import { pagePolicy, securityHeaders } from '../http/security-headers.js';
import { builtPage } from './web-directory.js';
import { ENCODINGS, WebFolder, type WebFiles } from './web-files.js';

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

const unknown = (message: string): DomainError => new DomainError({ code: 'ROUTE_UNKNOWN', message });

function sendPage({ index }: WebFiles, response: Response): void {
  // A copy that some cache kept would bring a nonce that somebody else has seen.
  response.setHeader('cache-control', 'no-store');
  response.type('html').send(index.replaceAll(NONCE_MARK, String(response.locals['nonce'])));
}

/** Names of assets change with their content: whoever has one need not ask again. */
function sendAsset({ assets, assetsDirectory: root }: WebFiles, request: Request, response: Response): Promise<void> {
  const name = request.path.slice(ASSETS.length);
  const asset = assets.get(name);
  if (!asset) throw unknown('the page has no such file');
  const encoding = ENCODINGS.find((one) => asset.encoded.has(one.name) && request.acceptsEncodings(one.name));
  response.vary('accept-encoding');
  response.setHeader('content-type', asset.type);
  if (encoding) response.setHeader('content-encoding', encoding.name);
  const file = encoding ? (asset.encoded.get(encoding.name) ?? name) : name;
  return new Promise((resolve, reject) => {
    response.sendFile(file, { root, immutable: true, maxAge: YEAR_MS }, (error?: Error) => {
      // Whoever went away in the middle of it has heard enough.
      if (error && !response.headersSent) reject(error);
      else resolve();
    });
  });
}

/** The page at `/` and its files below `/assets`; everything else is left to those that come after. */
export function serveWeb(app: NestExpressApplication): void {
  const { tls, webDirectory = builtPage() } = app.get(GatewayConfig);
  const folder = new WebFolder(webDirectory);
  const log = app.get(EventLog);
  const policy = securityHeaders(tls, pagePolicy);
  const serve = async (request: Request, response: Response): Promise<void> => {
    const files = await folder.current();
    if (!files) {
      log.warn({ event: 'web.missing', path: webDirectory });
      throw unknown('the page is not built: npm run build');
    }
    if (request.path === '/') sendPage(files, response);
    else await sendAsset(files, request, response);
  };
  app.use((request: Request, response: Response, next: NextFunction) => {
    const isPage = request.path === '/';
    if (!reads(request) || !(isPage || request.path.startsWith(ASSETS))) return next();
    const go = () => void serve(request, response).catch(next);
    if (isPage) withNonce(request, response, () => void policy(request, response, go));
    else go();
  });
}
