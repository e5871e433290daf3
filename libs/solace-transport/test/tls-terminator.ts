import { readFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Certificates } from './certificates.js';

export interface TerminatorOptions {
  /** Name of the certificate it shows. */
  readonly certificate: string;
  /** Authority that must have signed the client's certificate; absent = none is asked for. */
  readonly clientAuthority?: string;
}

/** TLS in front of a broker that speaks plain TCP; remembers the first bytes of each connection: the login. */
export class TlsTerminator implements AsyncDisposable {
  readonly logins: string[] = [];
  /** Names of the client certificates seen. */
  readonly clients: string[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(target: number, certificates: Certificates, options: TerminatorOptions): Promise<TlsTerminator> {
    const { certificate, clientAuthority } = options;
    const read = (name: string): Buffer => readFileSync(certificates.file(name));
    const server = createServer({
      key: read(`${certificate}.key`),
      cert: read(`${certificate}.pem`),
      ...(clientAuthority === undefined
        ? {}
        : { requestCert: true, rejectUnauthorized: true, ca: read(`${clientAuthority}.pem`) }),
    });
    const terminator = new TlsTerminator(server);
    // Also those whose handshake fails: a close waits for every one.
    server.on('connection', (socket: Socket) => terminator.track(socket));
    server.on('secureConnection', (client) => terminator.forward(client, connect(target, '127.0.0.1')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return terminator;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Ends all connections; new ones are taken. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private forward(client: TLSSocket, broker: Socket): void {
    const { CN } = client.getPeerCertificate().subject ?? {};
    if (typeof CN === 'string') this.clients.push(CN);
    client.once('data', (bytes: Buffer) => this.logins.push(bytes.toString('latin1')));
    for (const socket of [client, broker]) {
      this.track(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        client.destroy();
        broker.destroy();
      });
    }
    client.pipe(broker).pipe(client);
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
  }
}
