import { built } from './markdown.mjs';

/** The gateway's REST interface; nothing of the gateway is started. */
export async function openApiText() {
  const { openApiText: text } = await built('apps/gateway/src/http/openapi-text.js');
  return await text();
}
