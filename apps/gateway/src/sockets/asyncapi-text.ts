import 'reflect-metadata';
import { formattedJson } from '../http/formatted-json.js';
import { asyncApiDocument } from './asyncapi.js';

/** The reference of the sockets as `docs/api/asyncapi.json` holds it. */
export function asyncApiText(): string {
  return `${formattedJson(asyncApiDocument())}\n`;
}
