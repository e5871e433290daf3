import { formatNanos, hasLimitPrice, refuse, type Refusal, type Result } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import type { ListKind, ListRole, StepTag } from '@bourseworks/dto/shapes';
import { OrderRecord, type OrderHandle } from './order-handle.js';
import type { OrderLedger } from './order-ledger.js';
import { OrderListRecord, type OrderListHandle } from './order-list.js';
import { checkChange, checkIntent, decimal, instructionsShape, timeInForceOf, typeOf } from './order-terms.js';
import type { ListTerms, OrderCommand, OrderIntent, RuntimeLink, TermsChange } from './types.js';

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
    const order = recordOf(commandId, intent);
    const refusal = checkIntent(intent, order.type) ?? this.full();
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

  /** Orders that depend on each other, taken as a whole or not at all. */
  submitList(kind: ListKind, asked: readonly ListedIntent[], terms: ListTerms): OrderListHandle {
    const { id, epoch, ledger, link } = this.options;
    const sequence = ++this.sequence;
    const commandId = `${id}-${epoch}-${sequence}`;
    const list = new OrderListRecord(commandId);
    for (const [role, intent] of asked) list.add(recordOf(commandId, intent), role);
    const refusal = checkAll(asked, list) ?? this.full();
    if (refusal !== undefined) {
      const { code, message: reason } = refusal;
      list.sayOfAll({ ordStatus: 'Rejected', state: 'Denied', code, reason });
      link.log('warn', { event: 'list.invalid', commandId, code }, reason);
      return list;
    }
    ledger.addList(list);
    const body = { kind, orders: asked.map(([role, intent]) => ({ role, ...orderBody(intent) })), ...terms };
    this.send(sequence, (step) => ({ verb: 'submit-list', body: { ...this.common(commandId, step), ...body } }));
    return list;
  }

  cancelList(handle: OrderListHandle): Promise<Result<OrderListHandle>> {
    if (!(handle instanceof OrderListRecord))
      return Promise.resolve(refuse('ORDER_UNKNOWN', 'not a list of this strategy'));
    if (handle.closed) return Promise.resolve(refuse('ORDER_CLOSED', 'nothing of the list is open'));
    const outcome = handle.change();
    handle.whenIdentified(() => {
      const { listId } = handle;
      if (handle.closed || listId === undefined) return;
      const sequence = ++this.sequence;
      const commandId = `${this.options.id}-${this.options.epoch}-${sequence}`;
      this.send(sequence, (step) => ({
        verb: 'cancel',
        body: { ...this.common(commandId, step), clOrdId: listId },
      }));
    });
    return outcome;
  }

  /** One at a time of an order: whoever asks meanwhile gets the outcome of that. */
  cancel(handle: OrderHandle): Promise<Result<OrderHandle>> {
    const own = this.own(handle);
    if (!own.ok) return Promise.resolve(own);
    const order = own.value;
    order.cancelling ??= this.change(order, 'cancel', (commandId, clOrdId, step) => ({
      verb: 'cancel',
      body: { ...this.common(commandId, step), clOrdId },
    })).finally(() => (order.cancelling = undefined));
    return order.cancelling;
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
    return { verb: 'submit', body: { ...this.common(order.commandId, step), ...orderBody(intent) } };
  }
}

/** An order of a list, and what it is for there. */
export type ListedIntent = readonly [role: ListRole, intent: OrderIntent];

function recordOf(commandId: string, intent: OrderIntent): OrderRecord {
  const { instrument, side, quantity, price = 0, stopPrice = 0, adapter } = intent;
  const order = new OrderRecord(commandId, instrument, side, typeOf(intent), quantity, price, adapter);
  order.stopPrice = stopPrice;
  return order;
}

function checkAll(asked: readonly ListedIntent[], { orders }: OrderListRecord): Refusal | undefined {
  for (const [index, [role, intent]] of asked.entries()) {
    const refusal = checkIntent(intent, orders[index].type);
    if (refusal !== undefined) return { ...refusal, message: `${role}: ${refusal.message}` };
  }
  return undefined;
}

/** What the wire says of an order, alone or in a list. */
function orderBody(intent: OrderIntent) {
  const { instrument, adapter, side, quantity, price, reason } = intent;
  const type = typeOf(intent);
  return {
    venue: instrument.venue,
    symbol: instrument.symbol,
    ...(adapter === undefined ? {} : { adapter }),
    side,
    type,
    timeInForce: timeInForceOf(intent, type),
    quantity: decimal(quantity, instrument.qtyScale),
    ...(hasLimitPrice(type) && price !== undefined ? { price: decimal(price, instrument.priceScale) } : {}),
    ...instructionsShape(intent, instrument),
    ...(intent.postOnly === true ? { postOnly: true } : {}),
    ...(reason === undefined ? {} : { reason: reason.slice(0, MAX_REASON) }),
    ...(intent.reduceOnly === true ? { reduceOnly: true } : {}),
  };
}
