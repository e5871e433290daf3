import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Forwards TCP to the broker; the way to see what a broken network does, whichever broker is behind it. */
export class TcpProxy {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private refusing = false;
  private stalled = false;
  private starved = false;

  private constructor(private readonly server: Server) {}

  static async start(host: string, port: number): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server);
    server.on('connection', (client) => proxy.forward(client, connect(port, host)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `tcp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.pairs.size;
  }

  /** Ends all connections; new ones are refused until `restore`. */
  cut(): void {
    this.refusing = true;
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
  }

  restore(): void {
    this.refusing = false;
    this.stall(false);
    this.starve(false);
  }

  /** Connections stay open but carry nothing from the client to the broker. */
  stall(on = true): void {
    this.stalled = on;
    for (const [client] of this.pairs) {
      if (on) client.pause();
      else client.resume();
    }
  }

  /** Connections stay open but carry nothing from the broker to the client. */
  starve(on = true): void {
    this.starved = on;
    for (const [, broker] of this.pairs) {
      if (on) broker.pause();
      else broker.resume();
    }
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private forward(client: Socket, broker: Socket): void {
    if (this.refusing) {
      client.destroy();
      broker.destroy();
      return;
    }
    const pair = [client, broker] as const;
    this.pairs.add(pair);
    const over = (): void => {
      // What has come so far still goes through: a clean end of one side is no cut.
      client.end();
      broker.end();
      if (client.closed && broker.closed) this.pairs.delete(pair);
    };
    for (const socket of pair) socket.on('error', () => socket.destroy()).on('close', over);
    client.on('data', (bytes) => broker.write(bytes));
    broker.on('data', (bytes) => client.write(bytes));
    if (this.stalled) client.pause();
    if (this.starved) broker.pause();
  }
}
