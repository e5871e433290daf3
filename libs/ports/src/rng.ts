/** The only source of randomness, seeded, so that a run can be repeated. */
export abstract class Rng {
  /** Uniform in [0, 1). */
  abstract next(): number;

  /** Uniform integer in [0, bound), 1 <= bound <= 2^32. */
  integer(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** Standard normal deviate (Box-Muller, one branch). */
  normal(): number {
    const u = 1 - this.next();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * this.next());
  }
}

/** xoshiro128** 1.1 (Blackman and Vigna, public domain algorithm), seeded by splitmix32. */
export class SeededRng extends Rng {
  private readonly state = new Uint32Array(4);

  constructor(seed: number) {
    super();
    let x = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      x = (x + 0x9e3779b9) >>> 0;
      let z = x;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      this.state[i] = z ^ (z >>> 15);
    }
  }

  next(): number {
    const s = this.state as Uint32Array & { 0: number; 1: number; 2: number; 3: number };
    const m = Math.imul(s[1], 5);
    const result = Math.imul((m << 7) | (m >>> 25), 9) >>> 0;
    const t = s[1] << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = (s[3] << 11) | (s[3] >>> 21);
    return result / 4_294_967_296;
  }
}
