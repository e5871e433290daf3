// Plain socket.io: a broadcast for each update.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { loginFromEnv } from '../bus/wire.js';
import { eachUpdate } from './fan-out.js';

const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });
await eachUpdate(loginFromEnv(), 'socketio', (symbol, quote) => void io.emit('quote', { symbol, ...quote }));
http.listen(0, '127.0.0.1', () => process.send?.({ ready: true, port: (http.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
