import type { Socket } from 'node:net';
import type { Link, LinkHandlers } from './link.js';

export class TcpLink implements Link {
  readonly kind = 'tcp';
  readonly remote: string;
  private failure = '';
  private ended = false;

  constructor(
    private readonly socket: Socket,
    private readonly lingerMs: number,
  ) {
    this.remote = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`;
    socket.setNoDelay(true);
    // A peer that vanished without a FIN and announced no keepalive would otherwise be kept for ever.
    socket.setKeepAlive(true, 30_000);
  }

  attach(handlers: LinkHandlers): void {
    this.socket.on('data', (chunk: Buffer) => handlers.onData(chunk));
    this.socket.on('end', () => {
      this.ended = true;
    });
    this.socket.on('error', (error: Error) => {
      this.failure = error.message;
    });
    this.socket.on('close', () => handlers.onClose(this.ended && this.failure === '', this.failure));
  }

  send(pieces: readonly Buffer[], _bytes: number, done: () => void): void {
    const last = pieces.length - 1;
    if (last === 0) {
      this.socket.write(pieces[0], done);
      return;
    }
    this.socket.cork();
    for (let index = 0; index < last; index += 1) this.socket.write(pieces[index]);
    this.socket.write(pieces[last], done);
    this.socket.uncork();
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  close(): void {
    if (this.socket.destroyed) return;
    // A paused socket would never see the peer's end and always cost the whole linger time.
    this.socket.resume();
    this.socket.end();
    // The peer may neither read nor close: its socket must not outlive the session by more than the linger time.
    const timer = setTimeout(() => this.socket.destroy(), this.lingerMs);
    this.socket.once('close', () => clearTimeout(timer));
  }
}
