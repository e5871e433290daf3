const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/**
 * Running 64-bit hash (two mixed 32-bit lanes) over texts and numbers: to compare states, not to resist forgery. The lanes
 * are kept as signed 32-bit integers: larger ones would be boxed at every step.
 */
export class StateHasher {
  private a = 0x1e3779b9;
  private b = 0x05ebca6b;

  number(value: number): this {
    // -0 and 0 are the same fact.
    double[0] = value + 0;
    this.mix(words[0] | 0);
    this.mix(words[1] | 0);
    return this;
  }

  text(value: string): this {
    let { a, b } = this;
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      a = Math.imul(a ^ code, 0x85ebca77) ^ (b >>> 15);
      b = Math.imul(b ^ code, 0xc2b2ae3d) ^ (a >>> 13);
    }
    this.a = a | 0;
    this.b = b | 0;
    this.mix(0x10000 + value.length);
    return this;
  }

  /** A safe integer of 53 bits. */
  toInteger(): number {
    return (this.a & 0x1fffff) * 4_294_967_296 + (this.b >>> 0);
  }

  toString(): string {
    return (this.a >>> 0).toString(16).padStart(8, '0') + (this.b >>> 0).toString(16).padStart(8, '0');
  }

  private mix(word: number): void {
    this.a = (Math.imul(this.a ^ word, 0x85ebca77) ^ (this.b >>> 15)) | 0;
    this.b = (Math.imul(this.b ^ word, 0xc2b2ae3d) ^ (this.a >>> 13)) | 0;
  }
}
