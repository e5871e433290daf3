const FIRST_BYTES = 4_096;
const LOW_BITS = 0x80;

/** Grows as it is written to. */
export class ByteWriter {
  private buffer = Buffer.allocUnsafe(FIRST_BYTES);
  private length = 0;

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.length++] = value;
  }

  /** A safe integer, not negative: seven bits a byte, the lowest first. */
  unsigned(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= LOW_BITS) {
      this.buffer[this.length++] = (rest % LOW_BITS) | LOW_BITS;
      rest = Math.floor(rest / LOW_BITS);
    }
    this.buffer[this.length++] = rest;
  }

  /** A safe integer: the first byte holds its sign and six bits. */
  signed(value: number): void {
    const sign = value < 0 ? 0x40 : 0;
    const size = Math.abs(value);
    if (size < 0x40) return this.byte(sign | size);
    this.byte(LOW_BITS | sign | (size % 0x40));
    this.unsigned(Math.floor(size / 0x40));
  }

  double(value: number): void {
    this.reserve(8);
    this.length = this.buffer.writeDoubleLE(value, this.length);
  }

  /** Its length in bytes, then UTF-8. */
  text(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.unsigned(bytes);
    this.reserve(bytes);
    this.length += this.buffer.write(value, this.length);
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + bytes));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}
