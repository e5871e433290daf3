import type { OrderRequest } from '@bourseworks/dto';

/**
 * Whether an order can do nothing but bring the position of its account nearer to zero: the engine holds a reduce-only order
 * to what is held now, and one that fills at once or not at all cannot outlive that.
 */
export function opensNothing({ reduceOnly, type, timeInForce }: OrderRequest): boolean {
  return reduceOnly === true && type === 'MARKET' && timeInForce === 'IOC';
}
