import { createServer, type AddressInfo } from 'node:net';
import { ECHO, EVENT, frame, frameReader } from './tcp-frames.js';
import { Arrivals, type PeerMessage } from './wire.js';

const arrivals = new Arrivals();
const server = createServer({ noDelay: true }, (socket) => {
  socket.on(
    'data',
    frameReader((kind, body) => {
      const value: unknown = JSON.parse(body.toString('utf8'));
      if (kind === EVENT) arrivals.add();
      else socket.write(frame(ECHO, Buffer.from(JSON.stringify(value))));
    }),
  );
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ ready: true, port } satisfies PeerMessage);
});
