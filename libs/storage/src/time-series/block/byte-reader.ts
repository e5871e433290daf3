const LOW_BITS = 0x80;
/** Eight groups of seven bits hold every safe integer. */
const MAX_GROUPS = 8;

/** Reads what ByteWriter wrote. @throws RangeError when the bytes end too early, or are none of its */
export class ByteReader {
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  byte(): number {
    const value = this.buffer[this.at++];
    if (value === undefined) throw new RangeError('it ends too early');
    return value;
  }

  unsigned(): number {
    let value = 0;
    let weight = 1;
    for (let group = 0; group < MAX_GROUPS; group++) {
      const byte = this.byte();
      value += (byte & 0x7f) * weight;
      if (byte < LOW_BITS) return value;
      weight *= LOW_BITS;
    }
    throw new RangeError('a number has no end');
  }

  signed(): number {
    const first = this.byte();
    const size = (first & 0x3f) + (first < LOW_BITS ? 0 : this.unsigned() * 0x40);
    return (first & 0x40) === 0 ? size : -size;
  }

  double(): number {
    const value = this.buffer.readDoubleLE(this.at);
    this.at += 8;
    return value;
  }

  text(): string {
    const bytes = this.unsigned();
    if (this.at + bytes > this.buffer.length) throw new RangeError('a text ends too early');
    this.at += bytes;
    return this.buffer.toString('utf8', this.at - bytes, this.at);
  }

  get ended(): boolean {
    return this.at === this.buffer.length;
  }
}
