import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Options } from 'pino-http';
import type { Logger } from 'pino';
import { correlationIdOf } from '../correlation/correlation.middleware.js';

const probes = /^\/(?:health(?:\/|$)|metrics$)/;

/** Query strings carry tokens and belong in no log. */
const pathOf = (url: string | undefined): string => (url ?? '').split('?', 1)[0] ?? '';

/** Access log: one `http.request` line for each request, none for health and metrics, no headers and no query string. */
export function httpLogOptions(logger: Logger): Options {
  return {
    logger,
    genReqId: (request: IncomingMessage) => correlationIdOf(request),
    autoLogging: { ignore: (request: IncomingMessage) => probes.test(pathOf(request.url)) },
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'requestId' },
    wrapSerializers: false,
    serializers: {
      req: (request: IncomingMessage) => ({ method: request.method, path: pathOf(request.url) }),
      res: (response: ServerResponse) => ({ statusCode: response.statusCode }),
    },
    customSuccessObject: (_request, _response, fields: object) => ({ ...fields, event: 'http.request' }),
    customErrorObject: (_request, _response, _error, fields: object) => ({ ...fields, event: 'http.request' }),
  };
}
