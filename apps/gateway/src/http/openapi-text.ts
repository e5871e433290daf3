import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { GatewayModule } from '../gateway.module.js';
import { openApiDocument } from './openapi.js';
import { setPrefix } from './prefix.js';

const maxLine = 120;

/** As the formatter of this repository writes it: a list of short texts stands on one line where it fits. */
function formatted(document: object): string {
  const text = JSON.stringify(document, undefined, 2);
  const list = /^( *(?:"[^"\n]*": )?)\[\n\s+("[^\n]*"(?:,\n\s+"[^\n]*")*)\n\s+\](,?)$/gm;
  return text.replace(list, (whole, head: string, items: string, comma: string) => {
    const line = `${head}[${items.replace(/\n\s+/g, ' ')}]${comma}`;
    return line.length <= maxLine ? line : whole;
  });
}

/** The reference of the API as `docs/api/openapi.json` holds it. Starts nothing: no file is made, no port opened. */
export async function openApiText(): Promise<string> {
  const app = await NestFactory.create(GatewayModule.fromEnv({}), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  setPrefix(app);
  return `${formatted(openApiDocument(app))}\n`;
}
