import { formatNanos, hasLimitPrice, refuse, type Refusal, type Result } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import type { StepTag } from '@bourseworks/dto/shapes';
import { OrderRecord, type OrderHandle } from './order-handle.js';
import type { OrderLedger } from './order-ledger.js';
import { checkChange, checkIntent, decimal, instructionsShape, timeInForceOf, typeOf } from './order-terms.js';
import type { OrderCommand, OrderIntent, RuntimeLink, TermsChange } from './types.js';

const MAX_REASON = 500;

export interface OrderDeskOptions {
  readonly id: string;
  readonly account: string;
  readonly epoch: number;
  readonly clock: Clock;
  readonly link: Pick<RuntimeLink, 'order' | 'log'>;
  readonly ledger: OrderLedger;
  /** Lock-step: tags a command, or undefined while no step is open and the command must wait. */
  readonly tag?: (sequence: number) => StepTag | undefined;
}

/** Makes commands of a strategy's intents: checks the numbers, numbers the commands, writes the wire shapes. */
export class OrderDesk {
  private sequence = 0;
  private waiting: (() => void)[] = [];

  constructor(private readonly options: OrderDeskOptions) {}

  submit(intent: OrderIntent): OrderHandle {
    const { id, epoch, ledger, link } = this.options;
    const sequence = ++this.sequence;
    const commandId = `${id}-${epoch}-${sequence}`;
    const type = typeOf(intent);
    const price = intent.price ?? 0;
    const order = new OrderRecord(
      commandId,
      intent.instrument,
      intent.side,
      type,
      intent.quantity,
      price,
      intent.adapter,
    );
    order.stopPrice = intent.stopPrice ?? 0;
    const refusal = checkIntent(intent, type) ?? this.full();
    if (refusal !== undefined) {
      order.state = 'Denied';
      order.status = 'Rejected';
      order.code = refusal.code;
      order.reason = refusal.message;
      link.log(
        'warn',
        { event: 'order.invalid', commandId, code: refusal.code, symbol: intent.instrument.symbol },
        refusal.message,
      );
      return order;
    }
    ledger.add(order);
    this.send(sequence, (step) => this.submitBody(order, intent, step));
    return order;
  }

  cancel(handle: OrderHandle): Promise<Result<OrderHandle>> {
    const order = this.own(handle);
    if (!order.ok) return Promise.resolve(order);
    return this.change(order.value, 'cancel', (commandId, clOrdId, step) => ({
      verb: 'cancel',
      body: { ...this.common(commandId, step), clOrdId },
    }));
  }

  replace(handle: OrderHandle, terms: TermsChange): Promise<Result<OrderHandle>> {
    const order = this.own(handle);
    if (!order.ok) return Promise.resolve(order);
    const { instrument } = handle;
    const refusal = checkChange(terms, instrument, handle.quantity);
    if (refusal !== undefined) return Promise.resolve({ ok: false, refusal });
    return this.change(order.value, 'replace', (commandId, clOrdId, step) => ({
      verb: 'replace',
      body: {
        ...this.common(commandId, step),
        clOrdId,
        ...(terms.quantity === undefined ? {} : { quantity: decimal(terms.quantity, instrument.qtyScale) }),
        ...(terms.price === undefined ? {} : { price: decimal(terms.price, instrument.priceScale) }),
        ...instructionsShape(terms, instrument),
      },
    }));
  }

  /** Lock-step: sends what waited for a step. */
  flush(): void {
    for (const send of this.waiting.splice(0)) send();
  }

  private own(handle: OrderHandle): Result<OrderRecord> {
    if (handle.closed) return refuse('ORDER_CLOSED', 'the order is closed already');
    if (handle instanceof OrderRecord) return { ok: true, value: handle };
    return refuse('ORDER_UNKNOWN', 'not an order of this strategy');
  }

  private full(): Refusal | undefined {
    if (!this.options.ledger.full) return undefined;
    return { code: 'RISK_OPEN_ORDERS', message: 'too many open orders of one strategy' };
  }

  private change(
    order: OrderRecord,
    kind: 'cancel' | 'replace',
    make: (commandId: string, clOrdId: string, step: StepTag | undefined) => OrderCommand,
  ): Promise<Result<OrderHandle>> {
    const outcome = order.change(kind);
    order.whenIdentified(() => {
      if (order.closed || order.clOrdId === undefined) return;
      const { clOrdId } = order;
      const sequence = ++this.sequence;
      this.send(sequence, (step) => make(`${this.options.id}-${this.options.epoch}-${sequence}`, clOrdId, step));
    });
    return outcome;
  }

  private send(sequence: number, make: (step: StepTag | undefined) => OrderCommand): void {
    const { tag, link } = this.options;
    if (tag === undefined) return link.order(make(undefined));
    const step = tag(sequence);
    if (step === undefined) this.waiting.push(() => this.send(sequence, make));
    else link.order(make(step));
  }

  private common(commandId: string, step: StepTag | undefined) {
    const { account, id, clock } = this.options;
    const sentTime = formatNanos(clock.nowUs());
    return { commandId, account, strategy: id, sentTime, ...(step === undefined ? {} : { step }) };
  }

  private submitBody(order: OrderRecord, intent: OrderIntent, step: StepTag | undefined): OrderCommand {
    const { instrument } = intent;
    return {
      verb: 'submit',
      body: {
        ...this.common(order.commandId, step),
        venue: instrument.venue,
        symbol: instrument.symbol,
        ...(intent.adapter === undefined ? {} : { adapter: intent.adapter }),
        side: intent.side,
        type: order.type,
        timeInForce: timeInForceOf(intent, order.type),
        quantity: decimal(order.quantity, instrument.qtyScale),
        ...(hasLimitPrice(order.type) ? { price: decimal(order.price, instrument.priceScale) } : {}),
        ...instructionsShape(intent, instrument),
        ...(intent.postOnly === true ? { postOnly: true } : {}),
        ...(intent.reason === undefined ? {} : { reason: intent.reason.slice(0, MAX_REASON) }),
        ...(intent.reduceOnly === true ? { reduceOnly: true } : {}),
      },
    };
  }
}
