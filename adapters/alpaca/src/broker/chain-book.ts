import type { Instrument } from '@bourseworks/domain';
import type { VenueOrder } from '../parse/order.parse.js';
import { OrderChain } from './order-chain.js';

/** Chains that are remembered; beyond it the oldest closed ones go, and if need be the oldest. */
const MAX_CHAINS = 20_000;

/** The chains that are known, by every id that an order of theirs has or had. */
export class ChainBook {
  /** By our id, oldest first. */
  private readonly chains = new Map<string, OrderChain>();
  private readonly byVenueId = new Map<string, OrderChain>();
  private readonly byClientId = new Map<string, OrderChain>();

  constructor(private readonly max = MAX_CHAINS) {}

  get size(): number {
    return this.chains.size;
  }

  /** The chain of an id that an order was, or was to be, sent with. */
  find(clientOrderId: string): OrderChain | undefined {
    return this.byClientId.get(clientOrderId);
  }

  ofVenueId(id: string): OrderChain | undefined {
    return this.byVenueId.get(id);
  }

  open(clOrdId: string, instrument: Instrument): OrderChain {
    const known = this.find(clOrdId);
    if (known !== undefined) return known;
    const chain = new OrderChain(clOrdId, instrument);
    this.chains.set(clOrdId, chain);
    this.byClientId.set(clOrdId, chain);
    if (this.chains.size > this.max) this.drop();
    return chain;
  }

  /** Notes an id under which an order of the chain may appear. */
  expect(chain: OrderChain, clientOrderId: string): void {
    this.byClientId.set(clientOrderId, chain);
  }

  /** The chain that an order belongs to, with the order taken in; a new one when nothing of it is known. */
  see(order: VenueOrder, instrument: Instrument): OrderChain {
    const { id, replaces, replacedBy, clientOrderId } = order;
    const known =
      this.byVenueId.get(id) ??
      (replaces === undefined ? undefined : this.byVenueId.get(replaces)) ??
      (replacedBy === undefined ? undefined : this.byVenueId.get(replacedBy)) ??
      this.byClientId.get(clientOrderId);
    const chain = known ?? this.open(clientOrderId, instrument);
    chain.see(order);
    this.byVenueId.set(id, chain);
    this.byClientId.set(clientOrderId, chain);
    return chain;
  }

  private drop(): void {
    let victim: OrderChain | undefined;
    for (const chain of this.chains.values()) {
      victim ??= chain;
      if (!chain.open) {
        victim = chain;
        break;
      }
    }
    if (victim === undefined) return;
    this.chains.delete(victim.clOrdId);
    for (const [ids, map] of [
      [victim.legs.map((leg) => leg.id), this.byVenueId],
      [[victim.clOrdId, ...victim.legs.map((leg) => leg.clientOrderId)], this.byClientId],
    ] as const) {
      for (const id of ids) if (map.get(id) === victim) map.delete(id);
    }
  }
}
