import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { SystemClock } from '@bourseworks/ports';
import { RestClient } from './rest-client.js';

const CERTIFICATE = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const LOCAL = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
/** More than sockets hold: all of it is never written to somebody who does not read on. */
const LARGE = 'x'.repeat(32 * 1_024 * 1_024);

describe('RestClient over TLS', () => {
  const before = getCACertificates('default');
  let server: Server;

  beforeEach(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'bourseworks-rest-tls-'));
    const files = ['-keyout', 'key.pem', '-out', 'certificate.pem'];
    execFileSync('openssl', [...CERTIFICATE, ...LOCAL, ...files], { cwd: directory, stdio: 'pipe' });
    const cert = readFileSync(join(directory, 'certificate.pem'), 'utf8');
    server = createServer({ cert, key: readFileSync(join(directory, 'key.pem'), 'utf8') });
    rmSync(directory, { recursive: true });
    setDefaultCACertificates([cert]);
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  });
  afterEach(async () => {
    setDefaultCACertificates(before);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('does not call a request unsent that waited for a socket and then broke in the middle', async () => {
    const { port } = server.address() as AddressInfo;
    const options = { timeoutMs: 5_000, maxSockets: 1 };
    const client = new RestClient({ url: `https://localhost:${port}`, clock: new SystemClock(), ...options });
    server.on('request', (request, response) => {
      if (request.url === '/first') setTimeout(() => response.end('{}'), 50);
      else request.once('data', () => request.socket.destroy());
    });
    const first = client.send({ method: 'POST', path: '/first', body: {} });
    const second = client.send({ method: 'POST', path: '/second', body: LARGE });
    expect(await first).toMatchObject({ kind: 'ok' });
    expect(await second).toMatchObject({ kind: 'unknown' });
    client.close();
  });
});
