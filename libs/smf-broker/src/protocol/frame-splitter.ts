import { readUint32 } from './bytes.js';
import { SMF_HEADER_BYTES, SMF_VERSION } from './constants.js';
import type { Malformed } from './decode-result.js';
import { malformed } from './decode-result.js';

/** Receives one whole frame, `bytes[start, end)`. Return false to stop splitting (the connection was closed). */
export type FrameHandler = (bytes: Buffer, start: number, end: number) => boolean;

export interface FrameSplitterLimits {
  /** Largest frame accepted, in bytes, header included. */
  maxFrameBytes: number;
}

/**
 * Cuts a byte stream into frames by the total length in each header. Whole frames inside a chunk are handed over in
 * place, without a copy; only a frame that is split between chunks is gathered, once, into a buffer of its own.
 */
export class FrameSplitter {
  private gathered: Buffer | null = null;
  private gatheredBytes = 0;
  private readonly head = Buffer.alloc(SMF_HEADER_BYTES);
  private headBytes = 0;

  constructor(private readonly limits: FrameSplitterLimits) {}

  /** Bytes held for a frame that is not complete yet. */
  get heldBytes(): number {
    return this.gathered === null ? this.headBytes : this.gatheredBytes;
  }

  /** Returns a refusal when the stream cannot be split any further; the connection is then of no more use. */
  push(chunk: Buffer, onFrame: FrameHandler): Malformed | null {
    let at = 0;
    if (this.headBytes > 0 || this.gathered !== null) {
      const resumed = this.resume(chunk, onFrame);
      if (typeof resumed !== 'number') return resumed;
      if (resumed < 0) return null;
      at = resumed;
    }
    while (chunk.length - at >= SMF_HEADER_BYTES) {
      const refusal = this.checkHeader(chunk, at);
      if (refusal !== null) return refusal;
      const total = readUint32(chunk, at + 8);
      const end = at + total;
      if (end > chunk.length) {
        this.begin(total);
        this.gather(chunk, at);
        return null;
      }
      if (!onFrame(chunk, at, end)) return null;
      at = end;
    }
    if (at < chunk.length) {
      chunk.copy(this.head, 0, at);
      this.headBytes = chunk.length - at;
    }
    return null;
  }

  /** Continues the frame left over by the last chunk. Returns where the next frame starts, or -1 to stop. */
  private resume(chunk: Buffer, onFrame: FrameHandler): number | Malformed {
    let at = 0;
    if (this.gathered === null) {
      const wanted = Math.min(SMF_HEADER_BYTES - this.headBytes, chunk.length);
      chunk.copy(this.head, this.headBytes, 0, wanted);
      this.headBytes += wanted;
      at = wanted;
      if (this.headBytes < SMF_HEADER_BYTES) return at;
      const refusal = this.checkHeader(this.head, 0);
      if (refusal !== null) return refusal;
      this.begin(readUint32(this.head, 8));
      this.gather(this.head, 0);
      this.headBytes = 0;
    }
    at += this.gather(chunk, at);
    const frame = this.gathered!;
    if (this.gatheredBytes < frame.length) return at;
    this.gathered = null;
    return onFrame(frame, 0, frame.length) ? at : -1;
  }

  private begin(total: number): void {
    // One allocation of the announced size, which checkHeader has bounded: growing by concatenation is quadratic.
    this.gathered = Buffer.allocUnsafeSlow(total);
    this.gatheredBytes = 0;
  }

  private gather(from: Buffer, at: number): number {
    const frame = this.gathered!;
    const taken = Math.min(frame.length - this.gatheredBytes, from.length - at);
    from.copy(frame, this.gatheredBytes, at, at + taken);
    this.gatheredBytes += taken;
    return taken;
  }

  private checkHeader(bytes: Buffer, at: number): Malformed | null {
    if ((bytes[at] & 0x07) !== SMF_VERSION) return malformed(`protocol version ${bytes[at] & 0x07}, expected 3`);
    const headerBytes = readUint32(bytes, at + 4);
    const total = readUint32(bytes, at + 8);
    if (headerBytes < SMF_HEADER_BYTES) return malformed(`header length ${headerBytes} below ${SMF_HEADER_BYTES}`);
    if (headerBytes > total) return malformed(`header length ${headerBytes} above total length ${total}`);
    if (total > this.limits.maxFrameBytes) {
      return malformed(`frame of ${total} bytes, limit ${this.limits.maxFrameBytes}`, 'FRAME_TOO_BIG');
    }
    return null;
  }
}
