// Plain ws: the text of an update is made once, and sent to each client.
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { loginFromEnv } from '../bus/wire.js';
import { eachUpdate } from './fan-out.js';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
await eachUpdate(loginFromEnv(), 'ws', (symbol, quote) => {
  const text = JSON.stringify({ symbol, ...quote });
  for (const client of server.clients) client.send(text);
});
process.send?.({ ready: true, port: (server.address() as AddressInfo).port });
process.on('disconnect', () => process.exit(0));
