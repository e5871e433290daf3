import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { USER } from './load.js';
import { failed, orderOf, ready } from './peer-process.js';

/** Keeps nats-server as its child, so that it ends with the bench however the bench ends. */
const { directory } = orderOf();
const scratch = mkdtempSync(join(tmpdir(), 'bourseworks-nats-'));
const config = join(scratch, 'nats.conf');
writeFileSync(
  config,
  `listen: "127.0.0.1:-1"
authorization { user: ${USER.username}, password: ${USER.password} }
${directory === null ? '' : `jetstream { store_dir: ${JSON.stringify(directory)} }`}
`,
);

const server = spawn('nats-server', ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] });
process.on('disconnect', () => server.kill('SIGTERM'));
server.once('error', (error) => failed(`nats-server: ${error.message}`));
server.once('exit', (code) => {
  rmSync(scratch, { recursive: true, force: true });
  if (process.connected) failed(`nats-server ended with code ${code}`);
  else process.exit(0);
});

let port = 0;
let version = '';
createInterface({ input: server.stderr }).on('line', (line) => {
  version = /Version:\s+(\S+)/.exec(line)?.[1] ?? version;
  port = Number(/Listening for client connections on \S+:(\d+)/.exec(line)?.[1] ?? port);
  if (line.includes('[FTL]')) failed(line);
  if (line.includes('Server is ready')) ready({ port, pid: server.pid ?? 0, version });
});
