import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { toJson } from './shapes.js';

export interface StreamDoor {
  /** Whether the address lets in; futures have their key in it. */
  admits(path: string): boolean;
  /** Answers a message of the client; `subscribed` when it is to hear of events from now on. */
  answer(message: unknown): { readonly reply: unknown; readonly subscribed: boolean };
  /** Subscribed by the address alone. */
  readonly atOnce: boolean;
}

/** The user data stream of the stand-in, and what can go wrong with it. */
export class Streams {
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly listeners = new Set<WebSocket>();
  private refusing = false;
  private muted = false;
  private held: (() => void)[] | undefined;

  constructor(private readonly door: StreamDoor) {}

  get connections(): number {
    return this.listeners.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const path = (request.url ?? '').split('?')[0];
    if (this.refusing || !this.door.admits(path)) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, socket, head, (client) => this.accept(client));
  }

  /** What happens to all that listen, in order. */
  send(event: object): void {
    if (this.muted) return;
    const text = toJson(event);
    const go = (): void => {
      for (const client of this.listeners) client.send(text);
    };
    if (this.held === undefined) go();
    else this.held.push(go);
  }

  /** Ends all connections at once. */
  cut(): void {
    for (const client of this.server.clients) client.terminate();
    this.listeners.clear();
  }

  refuse(on: boolean): void {
    this.refusing = on;
  }

  /** Events are lost, though the connection stands. */
  mute(on: boolean): void {
    this.muted = on;
  }

  /** Events wait until `release`. */
  hold(): void {
    this.held ??= [];
  }

  release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const go of held) go();
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private accept(client: WebSocket): void {
    client.on('error', () => client.terminate());
    client.on('close', () => this.listeners.delete(client));
    if (this.door.atOnce) this.listeners.add(client);
    client.on('message', (data: Buffer) => {
      const { reply, subscribed } = this.door.answer(JSON.parse(data.toString()) as unknown);
      client.send(JSON.stringify(reply));
      if (subscribed) this.listeners.add(client);
    });
  }
}
