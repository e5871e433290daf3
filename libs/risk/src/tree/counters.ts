/** Columns of a node. Positions and open quantities in units of the instrument; notionals at 10^-4 of the currency. */
export const COLUMN = {
  position: 0,
  openBuy: 1,
  openSell: 2,
  openBuyNotional: 3,
  openSellNotional: 4,
  /** |position| at the mark, summed. */
  heldNotional: 5,
  openOrders: 6,
  /** Position at the mark with its sign, summed. */
  netNotional: 7,
  /** Ledger cash, rounded down: of an account what it has, else what trading brought in. */
  cash: 8,
  /** Messages and executions of the trading day. */
  messages: 9,
  executions: 10,
} as const;
export type Column = (typeof COLUMN)[keyof typeof COLUMN];

const STRIDE = 11;
const FIRST_CAPACITY = 64;

/**
 * The integer counters of all nodes of the limit tree, side by side in one typed array: 100 000 live orders leave nothing
 * for the garbage collector to walk. All values are safe integers.
 */
export class Counters {
  private cells = new Float64Array(FIRST_CAPACITY * STRIDE);
  private count = 0;

  /** A new node, all zero. */
  create(): number {
    const node = this.count++;
    if (this.count * STRIDE > this.cells.length) {
      const grown = new Float64Array(this.cells.length * 2);
      grown.set(this.cells);
      this.cells = grown;
    }
    return node;
  }

  get size(): number {
    return this.count;
  }

  /** All values, node by node. */
  values(): Float64Array {
    return this.cells.subarray(0, this.count * STRIDE);
  }

  /** Takes the values of all nodes, instead of those it has. */
  load(values: readonly number[]): void {
    this.count = values.length / STRIDE;
    if (!Number.isInteger(this.count)) throw new Error(`${values.length} values are no rows of ${STRIDE}`);
    this.cells = new Float64Array(Math.max(FIRST_CAPACITY * STRIDE, values.length));
    this.cells.set(values);
  }

  get(node: number, column: Column): number {
    return this.cells[node * STRIDE + column];
  }

  set(node: number, column: Column, value: number): void {
    this.cells[node * STRIDE + column] = value;
  }

  add(node: number, column: Column, delta: number): void {
    this.cells[node * STRIDE + column] += delta;
  }
}
