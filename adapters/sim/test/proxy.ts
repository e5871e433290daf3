import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between adapter and exchange to cut, or to swallow, what goes through. */
export class Proxy {
  private readonly sockets = new Set<Socket>();
  private readonly clients = new Set<Socket>();
  private swallowing = false;
  private refusing = false;
  private held: (() => void)[] | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  static async to(target: number): Promise<Proxy> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Proxy(server, target);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Connections that the adapter has. */
  get connections(): number {
    return this.clients.size;
  }

  /** Ends all connections at once. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** What the exchange sends no longer arrives; what is sent to it does. */
  swallowAnswers(on: boolean): void {
    this.swallowing = on;
  }

  /** What comes over WebSockets waits until `release`; plain requests are answered. */
  holdWebSockets(): void {
    this.held ??= [];
  }

  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const pass of held) pass();
  }

  refuseConnections(on: boolean): void {
    this.refusing = on;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    if (this.refusing) {
      client.destroy();
      return;
    }
    this.clients.add(client);
    client.on('close', () => this.clients.delete(client));
    const upstream = connect(this.target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let webSocket = false;
    client.on('data', (chunk) => {
      webSocket ||= chunk.includes('Upgrade: websocket');
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (this.swallowing) return;
      if (webSocket && this.held !== undefined) this.held.push(() => client.write(chunk));
      else client.write(chunk);
    });
  }
}
