import { eventually, startProcess, type StartedProcess } from '@bourseworks/testkit';
import { WebSocket } from 'ws';

export type Json = Record<string, unknown>;

/** A client of a real exchange process. */
export class ExchangeClient {
  private constructor(
    readonly url: string,
    private readonly process: StartedProcess,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<ExchangeClient> {
    const started = startProcess({
      entry: 'apps/exchange/src/main.js',
      env: { EXCHANGE_PORT: '0', EXCHANGE_HISTORY_HOURS: '1', EXCHANGE_TICKS_PER_SECOND: '0', ...env },
    });
    const ready = await started.waitFor('service.ready');
    return new ExchangeClient(`http://127.0.0.1:${String(ready['port'])}`, started);
  }

  /** How often the exchange has logged an event. */
  logged(event: string): number {
    return this.process.lines.filter((line) => line['event'] === event).length;
  }

  async call(method: string, path: string, key?: string, body?: unknown): Promise<{ status: number; body: Json }> {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'x-api-key': key }),
    };
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Json };
  }

  async socket(): Promise<FeedClient> {
    const socket = new WebSocket(`${this.url.replace('http', 'ws')}/ws`);
    const client = new FeedClient(socket);
    await eventually(() => client.messages.some((message) => message['type'] === 'hello'));
    return client;
  }
}

export class FeedClient {
  readonly messages: Json[] = [];
  closeCode = 0;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => this.messages.push(JSON.parse(data.toString()) as Json));
    // Sending to a connection that was cut off is part of the tests; the close code tells.
    socket.on('error', () => undefined);
    socket.on('close', (code) => (this.closeCode = code));
  }

  send(body: Json): void {
    this.socket.send(JSON.stringify(body));
  }

  of(type: string): Json[] {
    return this.messages.filter((message) => message['type'] === type);
  }

  async ask(body: Json): Promise<Json> {
    const id = this.messages.length + 1_000_000;
    this.send({ ...body, id });
    return eventually(() => this.of('result').find((message) => message['id'] === id));
  }
}
