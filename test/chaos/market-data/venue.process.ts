import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * A venue that counts: each stream is a connection that begins with a line of who it is, and is told trades. Every opening and
 * end is a line of output, at the monotonic time that all processes of a machine share.
 */
const TICK_MS = 100;

const nowUs = (): number => Math.floor(Number(process.hrtime.bigint() / 1_000n));
const say = (fields: object): void => void process.stdout.write(`${JSON.stringify(fields)}\n`);

let connections = 0;

function serve(socket: Socket, line: string): void {
  const who = JSON.parse(line) as { stream: string; pid: number };
  const id = ++connections;
  say({ event: 'opened', id, ...who, us: nowUs() });
  let price = 100;
  socket.write('{"live":true}\n');
  const ticking = setInterval(() => socket.write(`{"price":${(price = 100 + ((price + 1) % 50))}}\n`), TICK_MS);
  socket.once('close', () => {
    clearInterval(ticking);
    say({ event: 'closed', id, ...who, us: nowUs() });
  });
}

const server = createServer((socket) => {
  socket.setNoDelay(true);
  // A process that was killed resets its connections.
  socket.on('error', () => socket.destroy());
  createInterface({ input: socket })
    .once('line', (line) => serve(socket, line))
    // The socket tells its errors itself.
    .on('error', () => undefined);
});

server.listen(0, '127.0.0.1', () => say({ event: 'venue.ready', port: (server.address() as AddressInfo).port }));
// Whoever started it is gone.
process.once('disconnect', () => process.exit(0));
process.on('message', () => process.exit(0));
