/**
 * One buffer seen through every width that the layouts need. Plain typed arrays are used for speed: a Float64Array store
 * costs about a nanosecond where `Buffer.writeDoubleLE` costs seven times a whole record.
 * Byte order is the machine's own: memory shared by threads never leaves the machine.
 */
export class RingMemory {
  readonly u8: Uint8Array;
  readonly u32: Uint32Array;
  readonly f64: Float64Array;

  /** @throws RangeError when the buffer's length is not a multiple of 8. */
  constructor(readonly buffer: SharedArrayBuffer | ArrayBuffer) {
    this.u8 = new Uint8Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }

  /** A private copy of `length` bytes at byte offset `at`. */
  copy(at: number, length: number): Uint8Array<ArrayBuffer> {
    const copy = new Uint8Array(length);
    copy.set(this.u8.subarray(at, at + length));
    return copy;
  }

  /** The bytes as UTF-8 text. Through Buffer, which reads shared memory everywhere; some TextDecoders refuse it. */
  text(at: number, length: number): string {
    return Buffer.from(this.buffer, at, length).toString('utf8');
  }
}
