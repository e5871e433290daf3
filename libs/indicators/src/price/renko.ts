import { numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';

/**
 * Bricks of a fixed size on a grid from the first close: another one in the same direction once the close is a whole brick
 * further, and the first in the other direction once it is two bricks back. Several may come with one close.
 */
export class Renko extends Indicator {
  private base = NaN;
  /** Bricks from the base to the end of the last one. */
  private level = 0;
  private direction = 0;
  private made = 0;

  constructor(readonly size: number) {
    super('renko', [size]);
    if (!(size > 0)) throw new RangeError(`a brick must have a size above 0: ${size}`);
  }

  get ready(): boolean {
    return this.direction !== 0;
  }

  /** Where the last brick ended. */
  get value(): number {
    return this.ready ? this.base + this.level * this.size : NaN;
  }

  /** 1 when the last brick rises, -1 when it falls. */
  get trend(): number {
    return this.ready ? this.direction : NaN;
  }

  /** Bricks that the last close made, negative when they fall. */
  get bricks(): number {
    return this.ready ? this.made : NaN;
  }

  update(close: number): number {
    if (!Number.isFinite(close)) return this.value;
    if (Number.isNaN(this.base)) this.base = close;
    const place = (close - this.base) / this.size;
    const up = Math.floor(place) - this.level - (this.direction < 0 ? 1 : 0);
    const down = this.level - Math.ceil(place) - (this.direction > 0 ? 1 : 0);
    this.made = 0;
    if (up > 0) this.lay(up, 1);
    else if (down > 0) this.lay(down, -1);
    return this.value;
  }

  private lay(count: number, direction: number): void {
    // The first brick of a new direction begins where the last one began.
    const turn = this.direction === -direction ? direction : 0;
    this.level += turn + direction * count;
    this.direction = direction;
    this.made = direction * count;
  }
}

export const renko: Definition = {
  name: 'renko',
  title: 'Renko bricks',
  group: 'price',
  inputs: ['close'],
  parameters: [
    { name: 'size', title: 'height of a brick, as the price', kind: 'number', minimum: 1e-9, maximum: 1e9, default: 1 },
  ],
  outputs: [
    VALUE,
    { name: 'trend', title: 'Direction: 1 up, -1 down' },
    { name: 'bricks', title: 'New bricks, below 0 downwards' },
  ],
  formula: 'the last brick ends at first close + k size; up at k + 1, down at k - 2 while it rises, and the reverse',
  source: 'S. Nison, Beyond Candlesticks (1994); Skender Renko, LEAN ClassicRenkoConsolidator',
  warmup: () => undefined,
  create: (parameters) => new Renko(numberOf(parameters, 'size')),
};
