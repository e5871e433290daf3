/** One client connection, TCP or WebSocket, seen as a byte stream. */
export interface Link {
  readonly kind: 'tcp' | 'ws';
  /** Address and port of the peer, for the log. */
  readonly remote: string;
  /** Starts reading. To be called once, before anything else. */
  attach(handlers: LinkHandlers): void;
  /** Hands `pieces` (together `bytes` long) to the system; `done` is called once they have left, or the link has failed. */
  send(pieces: readonly Buffer[], bytes: number, done: () => void): void;
  /** Stops reading until `resume`: what the peer sends waits in the system's buffers, and then at the peer. */
  pause(): void;
  resume(): void;
  /** Closes after what was sent has left, or after the linger time. */
  close(): void;
}

export interface LinkHandlers {
  onData(chunk: Buffer): void;
  /** Called once, when the link is gone. `clean`: the peer closed in order. */
  onClose(clean: boolean, detail: string): void;
  /** The peer broke the rules of the carrier itself (a text message on WebSocket, …). */
  onViolation(detail: string): void;
}
