import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { GatewayModule } from '../gateway.module.js';
import { formattedJson } from './formatted-json.js';
import { openApiDocument } from './openapi.js';
import { setPrefix } from './prefix.js';

/** The reference of the API as `docs/api/openapi.json` holds it. Starts nothing: no file is made, no port opened. */
export async function openApiText(): Promise<string> {
  const app = await NestFactory.create(GatewayModule.fromEnv({}), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  setPrefix(app);
  return `${formattedJson(openApiDocument(app))}\n`;
}
