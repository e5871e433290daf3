import type { INestApplication } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DOCS_PATH } from '../http/openapi.js';
import { asyncApiDocument } from './asyncapi.js';

/** The reference of the sockets beside that of the API, as a file. */
export function serveAsyncApi(app: INestApplication): void {
  app.getHttpAdapter().get(`/${DOCS_PATH}/asyncapi.json`, (_request: Request, response: Response) => {
    response.json(asyncApiDocument());
  });
}
