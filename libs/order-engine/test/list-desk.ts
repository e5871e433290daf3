import type { ListLegCommand, ListReply, ListView, SubmitListCommand } from '../src/index.js';
import { Desk } from './desk.js';

/**
 * Buy 100 at 50, take profit at 55. The stop-loss is a limit order at 51, which rests as well and meets no entry: what is
 * tested is the list.
 */
export function bracketOrders(change: Partial<Record<string, Partial<ListLegCommand>>> = {}): ListLegCommand[] {
  const base = { venue: 'sim', symbol: 'IBM', type: 'LIMIT', timeInForce: 'GTC', quantity: 100 } as const;
  return [
    { ...base, role: 'ENTRY', side: 'BUY', price: 5_000, ...change['ENTRY'] },
    { ...base, role: 'TAKE_PROFIT', side: 'SELL', price: 5_500, ...change['TAKE_PROFIT'] },
    { ...base, role: 'STOP_LOSS', side: 'SELL', price: 5_100, ...change['STOP_LOSS'] },
  ];
}

export function ocoOrders(): ListLegCommand[] {
  return bracketOrders()
    .slice(1)
    .map((order) => ({ ...order, role: 'LEG' as const }));
}

export function otoOrders(child: Partial<ListLegCommand> = {}): ListLegCommand[] {
  const [entry, exit] = bracketOrders();
  return [entry, { ...exit, role: 'CHILD', ...child }];
}

/** A desk that trades lists. */
export class ListDesk extends Desk {
  listed(change: Partial<SubmitListCommand> = {}): ListReply {
    const decision = this.take(this.engine.submitList(this.list(change), this.now));
    if (decision.list === undefined) throw new Error('no answer to the list');
    return decision.list;
  }

  list(change: Partial<SubmitListCommand> = {}): SubmitListCommand {
    const base = { commandId: this.nextId(), account: 'A', strategy: 's', sentUs: this.now };
    return { ...base, kind: 'BRACKET', orders: bracketOrders(), ...change };
  }

  /** A list whose first orders the broker has: its id and the ids of its orders by role. */
  begun(change: Partial<SubmitListCommand> = {}): { listId: string; ids: Record<string, string> } {
    const { listId, orders, code, reason } = this.listed(change);
    if (code !== undefined) throw new Error(`refused: ${code} ${reason}`);
    this.acknowledge();
    return { listId, ids: Object.fromEntries(orders.map(({ role, clOrdId }) => [role, clOrdId])) };
  }

  /** What left is accepted by the broker, whatever was asked for. */
  acknowledge(from = this.answered): void {
    this.release();
    this.answered = this.effects.length;
    for (const effect of this.effects.slice(from)) {
      if (effect.kind === 'send') this.report('New', effect.order.clOrdId);
      else if (effect.kind === 'cancel')
        this.report('Canceled', effect.cancelId, { origClOrdId: effect.order.clOrdId });
      else if (effect.kind === 'replace') {
        const { quantity: orderQty, price } = effect.terms;
        this.report('Replaced', effect.replaceId, { origClOrdId: effect.order.clOrdId, orderQty, price });
      }
    }
    if (
      this.effects.slice(this.answered).some(({ kind }) => kind === 'send' || kind === 'cancel' || kind === 'replace')
    )
      this.acknowledge();
  }

  view(listId: string): ListView {
    const view = this.engine.lists.view(listId);
    if (view === undefined) throw new Error(`list ${listId} is not known`);
    return view;
  }

  /** `ROLE cum+leaves`, with what holds it back, of every order of a list. */
  legs(listId: string): string[] {
    return this.view(listId).legs.map(({ role, cumQty, leavesQty, waiting, ended }) => {
      const held = waiting ? ' waits' : '';
      return `${role} ${cumQty}+${leavesQty}${held}${ended === '' ? '' : ` ended:${ended}`}`;
    });
  }

  /** Orders that left for the broker since the last look, in words. */
  left(): string[] {
    const since = this.effects.slice(this.looked);
    this.looked = this.effects.length;
    return since.flatMap((effect) => {
      if (effect.kind === 'send') return [`send ${effect.order.terms.side} ${effect.order.terms.quantity}`];
      if (effect.kind === 'replace') return [`replace ${effect.terms.side} ${effect.terms.quantity}`];
      return effect.kind === 'cancel' ? [`cancel ${effect.order.terms.side}`] : [];
    });
  }

  private answered = 0;
  private looked = 0;
}
