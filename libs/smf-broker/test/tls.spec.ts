import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithProgram, tempDir } from '@bourseworks/testkit';
import WebSocket from 'ws';
import { SmfBroker } from '../src/index.js';
import { parseFrame, loginFrame } from '../src/testing/raw-frames.js';
import { RealClient } from '../src/testing/real-client.js';

interface Pair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

const nobody: Pair = { cert: Buffer.alloc(0), key: Buffer.alloc(0) };

/** A certificate for localhost that signs itself. */
function certificate(name: string): Pair {
  const directory = tempDir('tls');
  const [keyFile, certFile] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  execFileSync('openssl', ['req', '-x509', '-nodes', ...curve, '-keyout', keyFile, '-out', certFile, ...subject], {
    stdio: 'ignore',
  });
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

/** Logs in over TLS; the code of the answer. Rejects when the connection fails. */
async function login(port: number, options: ConnectionOptions): Promise<number | null> {
  const socket = connect({ port, host: '127.0.0.1', ...options });
  socket.write(loginFrame());
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return parseFrame(bytes).code;
}

describeWithProgram('TLS', 'openssl', () => {
  let [server, client] = [nobody, nobody];
  beforeAll(() => {
    [server, client] = [certificate('localhost'), certificate('client')];
  });

  it('carries the same over TCP and WebSocket, beside the plain ports', async () => {
    const broker = new SmfBroker({ wsPort: 0, tls: { ...server, wssPort: 0 } });
    const ports = await broker.start();
    expect(ports).toEqual({
      tcpPort: expect.any(Number),
      wsPort: expect.any(Number),
      tcpsPort: expect.any(Number),
      wssPort: expect.any(Number),
    });
    expect(await login(ports.tcpsPort ?? 0, { ca: server.cert })).toBe(200);
    const web = new WebSocket(`wss://localhost:${ports.wssPort}/`, ['smf.solacesystems.com'], { ca: server.cert });
    await once(web, 'open');
    web.send(loginFrame());
    const [answer] = (await once(web, 'message')) as [Buffer];
    expect(parseFrame(answer).code).toBe(200);
    web.close();
    await broker.stop();
  });

  it('serves the real client', async () => {
    const broker = new SmfBroker({ tls: server });
    const { tcpsPort } = await broker.start();
    {
      const publisherProperties = { enabled: false };
      await using real = await RealClient.connect(0, {
        url: `tcps://127.0.0.1:${tcpsPort}`,
        sslValidateCertificate: false,
        publisherProperties,
      });
      expect(real.events).toContain('UP_NOTICE');
      expect(broker.clients()).toHaveLength(1);
    }
    await broker.stop();
  });

  it('asks for a certificate of the client where it should, and refuses who has none', async () => {
    const broker = new SmfBroker({ tls: { ...server, ca: client.cert, clientCertificate: 'require' } });
    const { tcpsPort } = await broker.start();
    const port = tcpsPort ?? 0;
    expect(await login(port, { ca: server.cert, ...client })).toBe(200);
    await expect(login(port, { ca: server.cert })).rejects.toThrow(/certificate|ECONNRESET/i);
    await broker.stop();
  });

  it('survives who does not speak it', async () => {
    const broker = new SmfBroker({ tls: server });
    const { tcpsPort } = await broker.start();
    const { connect: plain } = await import('node:net');
    const socket = plain(tcpsPort ?? 0, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(loginFrame());
    await once(socket, 'close');
    expect(await login(tcpsPort ?? 0, { ca: server.cert })).toBe(200);
    await broker.stop();
  });
});

describe('TLS options', () => {
  it('that are of no use are refused', () => {
    expect(() => new SmfBroker({ tls: { cert: 'x', key: 'y' } })).toThrow(
      expect.objectContaining({ code: 'OPTION_INVALID' }),
    );
  });
});
