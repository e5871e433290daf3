import type { WebSocket } from 'ws';
import type { Link, LinkHandlers } from './link.js';

const CLEAN_CLOSE_CODES: ReadonlySet<number> = new Set([1000, 1001, 1005]);
/** Larger output is cut into several messages at frame or piece boundaries: peers limit one message to about 1 MB. */
const MESSAGE_BYTES = 512 * 1024;

export class WsLink implements Link {
  readonly kind = 'ws';
  readonly remote: string;
  private failure = '';

  constructor(
    private readonly socket: WebSocket,
    remote: string,
    private readonly lingerMs: number,
  ) {
    this.remote = remote;
  }

  attach(handlers: LinkHandlers): void {
    this.socket.on('message', (data, isBinary) => {
      if (!isBinary) handlers.onViolation('text message on a binary protocol');
      else if (Buffer.isBuffer(data)) handlers.onData(data);
      else handlers.onData(Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data));
    });
    this.socket.on('error', (error: Error) => {
      this.failure = error.message;
    });
    this.socket.on('close', (code: number) => {
      const clean = CLEAN_CLOSE_CODES.has(code) && this.failure === '';
      handlers.onClose(clean, this.failure === '' ? `close code ${code}` : this.failure);
    });
  }

  send(pieces: readonly Buffer[], bytes: number, done: () => void): void {
    if (bytes <= MESSAGE_BYTES || pieces.length === 1) {
      this.sendMessage(pieces, bytes, done);
      return;
    }
    let first = 0;
    let size = 0;
    for (let index = 0; index < pieces.length; index += 1) {
      const length = pieces[index].length;
      if (size > 0 && size + length > MESSAGE_BYTES) {
        this.sendMessage(pieces.slice(first, index), size);
        first = index;
        size = 0;
      }
      size += length;
    }
    this.sendMessage(pieces.slice(first), size, done);
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  close(): void {
    if (this.socket.readyState === this.socket.CLOSED) return;
    // A paused socket would never see the peer's close frame and always cost the whole linger time.
    this.socket.resume();
    this.socket.close(1000);
    const timer = setTimeout(() => this.socket.terminate(), this.lingerMs);
    this.socket.once('close', () => clearTimeout(timer));
  }

  private sendMessage(pieces: readonly Buffer[], bytes: number, done?: () => void): void {
    const message = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, bytes);
    this.socket.send(message, { binary: true, compress: false }, done === undefined ? undefined : () => done());
  }
}
