import { connect, type Socket } from 'node:net';
import { Kind, type RawProtocol } from './protocol.js';

const READ_BYTES = 256 * 1024;
const ANSWER_MS = 10_000;

/** Payload of a message, `bytes[start, end)`; valid during the call only. */
export type OnMessage = (bytes: Buffer, start: number, end: number) => void;

interface Waiter {
  resolve(): void;
  reject(error: Error): void;
}

/** A client with nothing in it but a socket and a protocol. Reads into one buffer and hands messages over in place. */
export class RawClient {
  onMessage: OnMessage = () => undefined;
  /** Called after the messages of one read. */
  onRead: () => void = () => undefined;
  /** Called once, when the connection is of no more use. */
  onFailure: (error: Error) => void = () => undefined;
  private readonly socket: Socket;
  private readonly buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  /** Bytes at the front of the buffer that belong to a piece that is not complete. */
  private held = 0;
  private waiter: Waiter | null = null;
  private closing = false;

  private constructor(
    readonly protocol: RawProtocol,
    port: number,
  ) {
    this.socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: () => this.buffer.subarray(this.held),
        callback: (bytes) => {
          this.take(this.held + bytes);
          return true;
        },
      },
    });
    this.socket.on('error', (error) => this.fail(error));
    this.socket.on('close', () => this.fail(new Error('the broker closed the connection')));
  }

  static async open(protocol: RawProtocol, port: number): Promise<RawClient> {
    const client = new RawClient(protocol, port);
    await client.ask(protocol.hello);
    return client;
  }

  subscribe(topic: string): Promise<void> {
    return this.ask(this.protocol.subscribe(topic));
  }

  /** Sends a request and waits for its answer; one at a time. */
  ask(request: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail(new Error('no answer of the broker')), ANSWER_MS);
      this.waiter = {
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.socket.write(request);
    });
  }

  write(bytes: Buffer): void {
    this.socket.write(bytes);
  }

  close(): void {
    this.closing = true;
    this.socket.destroy();
  }

  private take(limit: number): void {
    const { protocol, buffer } = this;
    let at = 0;
    try {
      for (;;) {
        const end = protocol.next(buffer, at, limit);
        if (end < 0) break;
        if (protocol.kind === Kind.message) this.onMessage(buffer, protocol.payloadStart, protocol.payloadEnd);
        else this.other(protocol.kind);
        at = end;
      }
    } catch (error) {
      this.fail(error as Error);
      return;
    }
    this.held = limit - at;
    if (this.held > 0 && at > 0) buffer.copyWithin(0, at, limit);
    this.onRead();
  }

  private other(kind: Kind): void {
    if (kind === Kind.ping) this.socket.write(this.protocol.pong);
    if (kind !== Kind.answer) return;
    const waiter = this.waiter;
    this.waiter = null;
    waiter?.resolve();
  }

  private fail(error: Error): void {
    if (this.closing) return;
    this.closing = true;
    this.socket.destroy();
    this.waiter?.reject(error);
    this.waiter = null;
    this.onFailure(error);
  }
}
