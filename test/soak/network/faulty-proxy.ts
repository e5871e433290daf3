import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

interface Pair {
  readonly client: Socket;
  readonly broker: Socket;
}

/** A network between clients and a broker that can be cut, stand still while it looks alive, and be slow. */
export class FaultyProxy {
  private readonly pairs: Pair[] = [];
  private delayMs = 0;
  private stalled: { readonly over: Promise<void>; end(): void } | undefined;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {}

  static async start(target: number): Promise<FaultyProxy> {
    const server = createServer();
    const proxy = new FaultyProxy(server, target);
    server.on('connection', (client) => proxy.forward(client));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `tcp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.pairs.length;
  }

  /** Ends one connection; new ones are taken at once. */
  cut(index: number): void {
    this.pairs[index % Math.max(1, this.pairs.length)]?.client.destroy();
  }

  cutAll(): void {
    for (const { client } of this.pairs) client.destroy(); // a pair leaves the list later, with its event
  }

  /** Nothing goes through, in no direction, and nobody is told: half-open. */
  stall(): void {
    if (this.stalled !== undefined) return;
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    this.stalled = { over, end };
  }

  resume(): void {
    this.stalled?.end();
    this.stalled = undefined;
  }

  /** From now on each piece takes so much longer. */
  slow(delayMs: number): void {
    this.delayMs = delayMs;
  }

  async stop(): Promise<void> {
    this.resume();
    this.cutAll();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private forward(client: Socket): void {
    const broker = connect(this.target, '127.0.0.1');
    const pair = { client, broker };
    this.pairs.push(pair);
    const end = (): void => {
      client.destroy();
      broker.destroy();
      const index = this.pairs.indexOf(pair);
      if (index >= 0) this.pairs.splice(index, 1);
    };
    for (const socket of [client, broker]) socket.on('error', end).on('close', end);
    void this.carry(client, broker).catch(end);
    void this.carry(broker, client).catch(end);
  }

  private async carry(from: Socket, to: Socket): Promise<void> {
    for await (const bytes of from as AsyncIterable<Buffer>) {
      if (this.delayMs > 0) await sleep(this.delayMs);
      while (this.stalled !== undefined) await this.stalled.over;
      if (to.destroyed) return;
      if (!to.write(bytes)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    }
  }
}
