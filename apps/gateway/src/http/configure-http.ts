import { correlationMiddleware } from '@bourseworks/observability';
import { Clock } from '@bourseworks/ports';
import type { INestApplication } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import cookieParser from 'cookie-parser';
import { onlyBelow } from './only-below.js';
import { OPEN_ROUTES } from '../auth/open-routes.js';
import { GatewayConfig } from '../config/gateway-config.js';
import { jsonOnly, noStore } from './json-only.js';
import { DOCS_PATH, serveOpenApi } from './openapi.js';
import { serveAsyncApi } from '../sockets/serve-asyncapi.js';
import { setPrefix } from './prefix.js';
import { RequestDrain } from './request-drain.js';
import { RequestLimiter } from './request-limiter.js';
import { API_PREFIX } from './route-inventory.js';
import { limitServer } from './server-limits.js';
import { docsPolicy, securityHeaders } from './security-headers.js';
import { validationPipe } from './field-errors.js';
import { serveWeb } from '../web/serve-web.js';

const BODY_LIMIT = '1mb';

/** All that stands in front of the controllers, in the order in which a request meets it. */
export function configureHttp(application: INestApplication): void {
  const app = application as NestExpressApplication;
  const config = app.get(GatewayConfig);
  limitServer(app.getHttpServer());
  app.set('trust proxy', config.proxies);
  const docs = config.apiDocs === 'on' || (config.apiDocs === 'auto' && !config.tls);
  // Here as well: a request that is refused before its body is read never reaches the one of the module.
  app.use(correlationMiddleware);
  app.use(securityHeaders(config.tls));
  serveWeb(app);
  app.use(onlyBelow([API_PREFIX, ...OPEN_ROUTES, ...(docs ? [DOCS_PATH] : [])]));
  app.use(
    `/${API_PREFIX}`,
    app.get(RequestDrain).middleware(),
    new RequestLimiter(app.get(Clock), config.requestsPerMinute).middleware(),
    noStore,
    jsonOnly,
  );
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.use(cookieParser());
  setPrefix(app);
  app.useGlobalPipes(validationPipe());
  if (!docs) return;
  app.use(`/${DOCS_PATH}`, securityHeaders(config.tls, docsPolicy));
  serveOpenApi(app);
  serveAsyncApi(app);
  // What the page does not have.
  app.use(`/${DOCS_PATH}`, onlyBelow([]));
}
