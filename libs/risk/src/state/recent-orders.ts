import type { Side } from '@bourseworks/domain';

const WAYS = 8;
const SETS = 4_096;

function mix(hash: number, value: number): number {
  const low = value | 0;
  const high = Math.floor(value / 4_294_967_296) | 0;
  const mixed = Math.imul(hash ^ low, 0x85eb_ca6b) ^ Math.imul(high ^ (hash >>> 13), 0xc2b2_ae35);
  return Math.imul(mixed ^ (mixed >>> 15), 0x27d4_eb2f);
}

/** 52 bits over what makes two orders the same. */
export function orderKey(path: number, side: Side, market: boolean, quantity: number, price: number): number {
  const kind = (side === 'BUY' ? 1 : 2) + (market ? 4 : 0);
  const one = mix(mix(mix(mix(0x9e37_79b9, path), kind), quantity), price);
  const two = mix(mix(mix(mix(0x7f4a_7c15, price), quantity), path), kind);
  return (one >>> 0) * 1_048_576 + ((two >>> 0) & 0xf_ffff);
}

/**
 * When each order was last sent, in a table of fixed size: 4 096 sets of 8. In a full set the oldest gives way, which
 * takes 8 different orders in the set within the window.
 */
export class RecentOrders {
  private readonly keys = new Float64Array(SETS * WAYS);
  private readonly times = new Float64Array(SETS * WAYS);

  /** When this order was last sent; -Infinity = never, as far as is remembered. */
  last(key: number): number {
    const first = (key % SETS) * WAYS;
    for (let i = first; i < first + WAYS; i++) if (this.keys[i] === key) return this.times[i];
    return -Infinity;
  }

  /** Places in use: place, key and time of each. */
  *image(): Generator<number> {
    for (let i = 0; i < this.keys.length; i++) {
      if (this.keys[i] === 0 && this.times[i] === 0) continue;
      yield i;
      yield this.keys[i];
      yield this.times[i];
    }
  }

  restore(image: readonly number[]): void {
    for (let i = 0; i + 2 < image.length; i += 3) {
      this.keys[image[i]] = image[i + 1];
      this.times[image[i]] = image[i + 2];
    }
  }

  add(key: number, us: number): void {
    const first = (key % SETS) * WAYS;
    let place = first;
    for (let i = first; i < first + WAYS; i++) {
      if (this.keys[i] === key) {
        place = i;
        break;
      }
      if (this.times[i] < this.times[place]) place = i;
    }
    this.keys[place] = key;
    this.times[place] = us;
  }
}
