import type { Instrument } from '@bourseworks/domain';
import type { OrderIds, VenueOrder } from '../parse/order.parse.js';
import { OrderChain } from './order-chain.js';

/** Chains that are remembered; beyond it the oldest closed ones go, and if need be the oldest. */
const MAX_CHAINS = 20_000;
/** Of the oldest, when one has to go: a look at all of them for every order would take longer than the order. */
const LOOKED_AT = 100;

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

  /** The chain of an order of ours, begun when there is none. */
  open(clOrdId: string, instrument: Instrument): OrderChain {
    const chain = this.find(clOrdId) ?? this.begin(clOrdId, instrument);
    chain.ours = true;
    return chain;
  }

  private begin(clOrdId: string, instrument: Instrument): OrderChain {
    const chain = new OrderChain(clOrdId, instrument);
    this.chains.set(clOrdId, chain);
    this.expect(chain, clOrdId);
    if (this.chains.size > this.max) this.drop();
    return chain;
  }

  /** Notes an id under which an order of the chain may appear. */
  expect(chain: OrderChain, clientOrderId: string): void {
    chain.clientIds.add(clientOrderId);
    this.byClientId.set(clientOrderId, chain);
  }

  /** Whether an order is, as far as its ids tell, one that we sent commands about. */
  isOurs({ id, clientOrderId, replaces, replacedBy }: OrderIds): boolean {
    const chains = [id, replaces, replacedBy].map((one) => this.byVenueId.get(one));
    return [...chains, this.byClientId.get(clientOrderId)].some((chain) => chain?.ours === true);
  }

  /** The chain that an order belongs to, with the order taken in; a new one when nothing of it is known. */
  see(order: VenueOrder, instrument: Instrument): OrderChain {
    const { id, replaces, replacedBy, clientOrderId } = order;
    const known =
      this.byVenueId.get(id) ??
      (replaces === undefined ? undefined : this.byVenueId.get(replaces)) ??
      (replacedBy === undefined ? undefined : this.byVenueId.get(replacedBy)) ??
      this.byClientId.get(clientOrderId);
    const chain = known ?? this.begin(clientOrderId, instrument);
    this.adopt(chain, order);
    return chain;
  }

  /** Takes an order into a chain that it is known to belong to, with what was held to be a chain of its own till now. */
  adopt(chain: OrderChain, order: VenueOrder): void {
    const other = this.byVenueId.get(order.id);
    this.enter(chain, order);
    if (other === undefined || other === chain) return;
    for (const leg of other.legs) this.enter(chain, leg.order);
    for (const id of other.clientIds) this.expect(chain, id);
    chain.ours ||= other.ours;
    this.chains.delete(other.key);
  }

  private enter(chain: OrderChain, order: VenueOrder): void {
    chain.see(order);
    this.byVenueId.set(order.id, chain);
    this.expect(chain, order.clientOrderId);
  }

  private drop(): void {
    let victim: OrderChain | undefined;
    let looked = 0;
    for (const chain of this.chains.values()) {
      victim ??= chain;
      if (!chain.open) victim = chain;
      if (!chain.open || ++looked === LOOKED_AT) break;
    }
    if (victim === undefined) return;
    this.chains.delete(victim.key);
    for (const { id } of victim.legs) if (this.byVenueId.get(id) === victim) this.byVenueId.delete(id);
    for (const id of victim.clientIds) if (this.byClientId.get(id) === victim) this.byClientId.delete(id);
  }
}
