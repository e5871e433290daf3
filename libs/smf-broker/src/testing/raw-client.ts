import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import WebSocket from 'ws';
import type { LoginOptions, RawFrame } from './raw-frames.js';
import { clientCtrlParam, loginFrame, messageFrame, parseFrame, renameFrame, subscriptionFrame } from './raw-frames.js';

const WAIT_MS = 5_000;
const MESSAGE = 0x0d;

interface Waiter {
  readonly wanted: (frame: RawFrame) => boolean;
  readonly resolve: (frame: RawFrame) => void;
}

/** A bare client for tests: writes frames, gathers what comes back. */
export class RawClient {
  /** Direct messages in order of arrival. */
  readonly messages: RawFrame[] = [];
  /** Every other frame. */
  readonly replies: RawFrame[] = [];
  /** Protocol of every frame in order of arrival. */
  readonly arrivals: number[] = [];
  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  /** Reads of the socket that brought data. */
  reads = 0;
  private rest: Buffer = Buffer.alloc(0);
  private waiters: Waiter[] = [];
  private nextTag = 1;

  private constructor(
    readonly socket: Socket | null,
    readonly webSocket: WebSocket | null,
  ) {
    const carrier = socket ?? webSocket!;
    this.closed = new Promise((resolve) => {
      carrier.once('close', () => resolve());
    });
    // A test ends connections on purpose; how is seen on the broker's side.
    carrier.on('error', () => undefined);
    socket?.on('data', (chunk: Buffer) => this.take(chunk));
    webSocket?.on('message', (data: Buffer) => this.take(data));
  }

  static async tcp(port: number): Promise<RawClient> {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    await once(socket, 'connect');
    return new RawClient(socket, null);
  }

  static async ws(port: number): Promise<RawClient> {
    const webSocket = new WebSocket(`ws://127.0.0.1:${port}/any`, ['smf.solacesystems.com']);
    await once(webSocket, 'open');
    return new RawClient(null, webSocket);
  }

  /** Connects over TCP and logs in. Throws when the login is refused. */
  static async login(port: number, options: LoginOptions = {}): Promise<RawClient> {
    const client = await RawClient.tcp(port);
    const reply = await client.login(options);
    if (reply.code !== 200) throw new Error(`login refused: ${reply.code} ${reply.text}`);
    return client;
  }

  login(options: LoginOptions = {}): Promise<RawFrame> {
    this.write(loginFrame(options));
    return this.reply((frame) => frame.protocol === 0x0c);
  }

  rename(clientName: string): Promise<RawFrame> {
    const tag = this.takeTag();
    this.write(renameFrame(clientName, tag));
    return this.reply((frame) => frame.tag === tag);
  }

  subscribe(topic: string, flags?: number): Promise<RawFrame> {
    const tag = this.takeTag();
    this.write(subscriptionFrame(0, topic, tag, flags));
    return this.reply((frame) => frame.tag === tag);
  }

  unsubscribe(topic: string): Promise<RawFrame> {
    const tag = this.takeTag();
    this.write(subscriptionFrame(1, topic, tag));
    return this.reply((frame) => frame.tag === tag);
  }

  publish(topic: string, payload: Buffer | string = '', flags = 0): void {
    this.write(messageFrame(topic, payload, flags));
  }

  /**
   * Resolves once everything written so far has been handled by the broker and what it sent in answer has been read: a
   * subscription request is a marker that neither overtakes nor is overtaken.
   */
  async settle(): Promise<void> {
    await this.unsubscribe('settle/marker');
  }

  write(bytes: Buffer): void {
    if (this.socket !== null) this.socket.write(bytes);
    else this.webSocket?.send(bytes);
  }

  /** A frame that is no message, past or future. */
  reply(wanted: (frame: RawFrame) => boolean): Promise<RawFrame> {
    const index = this.replies.findIndex(wanted);
    if (index >= 0) return Promise.resolve(this.replies.splice(index, 1)[0]);
    return this.wait((frame) => frame.protocol !== MESSAGE && wanted(frame));
  }

  /** Waits until `count` messages have come in all. */
  async received(count: number): Promise<RawFrame[]> {
    while (this.messages.length < count) await this.wait((frame) => frame.protocol === MESSAGE);
    return this.messages;
  }

  payloads(): string[] {
    return this.messages.map((message) => message.body.toString());
  }

  /** Closes in order. */
  async end(): Promise<void> {
    this.socket?.end();
    this.webSocket?.close();
    await this.closed;
  }

  /** Breaks the connection off. */
  async kill(): Promise<void> {
    this.socket?.resetAndDestroy();
    this.webSocket?.terminate();
    await this.closed;
  }

  private takeTag(): number {
    this.nextTag += 1;
    return this.nextTag;
  }

  private wait(wanted: (frame: RawFrame) => boolean): Promise<RawFrame> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no such frame in time')), WAIT_MS);
      const settle = (frame: RawFrame): void => {
        clearTimeout(timer);
        resolve(frame);
      };
      this.waiters.push({ wanted, resolve: settle });
      void this.closed.then(() => {
        clearTimeout(timer);
        reject(new Error('connection closed while waiting for a frame'));
      });
    });
  }

  private take(chunk: Buffer): void {
    this.reads += 1;
    this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    while (this.rest.length >= 12 && this.rest.length >= this.rest.readUInt32BE(8)) {
      const total = this.rest.readUInt32BE(8);
      this.dispatch(parseFrame(this.rest.subarray(0, total)));
      this.rest = this.rest.subarray(total);
    }
  }

  private dispatch(frame: RawFrame): void {
    this.arrivals.push(frame.protocol);
    const waiter = this.waiters.find((each) => each.wanted(frame));
    if (frame.protocol === MESSAGE) this.messages.push(frame);
    else if (waiter === undefined) this.replies.push(frame);
    if (waiter === undefined) return;
    this.waiters = this.waiters.filter((each) => each !== waiter);
    waiter.resolve(frame);
  }
}

/** Text of a parameter in the reply to a login or rename. */
export function replyText(reply: RawFrame, type: number): string | null {
  const value = clientCtrlParam(reply.body, type);
  return value === null ? null : value.toString('utf8', 0, value.length - 1);
}
