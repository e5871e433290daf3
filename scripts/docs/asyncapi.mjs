import { built } from './markdown.mjs';

/** The gateway's sockets; nothing of the gateway is started. */
export async function asyncApiText() {
  const { asyncApiText: text } = await built('apps/gateway/src/sockets/asyncapi-text.js');
  return text();
}
