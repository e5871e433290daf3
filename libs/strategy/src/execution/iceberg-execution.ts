import type { OrderHandle } from '../runtime/order-handle.js';
import type { IcebergTerms } from './types.js';
import { WorkedExecution, type ExecutionLink } from './worked-execution.js';

/** Shows a part of its quantity at a time. */
export class IcebergExecution extends WorkedExecution {
  constructor(
    protected override readonly terms: IcebergTerms,
    link: ExecutionLink,
  ) {
    super(terms, link);
  }

  override start(): void {
    this.show();
  }

  protected override resume(order: OrderHandle): void {
    if (order.refused) this.wake(this.pauseUs, () => this.show());
    else if (order.cumQuantity < order.quantity) this.end('CANCELLED', order.reason ?? 'its order was cancelled');
    else this.show();
  }

  private show(): void {
    const quantity = this.sendable(this.terms.displayQuantity);
    if (quantity === 0) return this.end('EXPIRED', 'what is left is less than the least order');
    return this.send(quantity, { price: this.terms.limit, timeInForce: 'GTC' });
  }
}
