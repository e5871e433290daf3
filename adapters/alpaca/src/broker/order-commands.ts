import type { ErrorCode, ExecType, ExecutionReport, OrderTerms } from '@bourseworks/domain';
import type { BrokerCapabilities, BrokerOrder, Clock } from '@bourseworks/ports';
import { undeclared, type Refused } from '@bourseworks/venue-client';
import { problemOf, toOrderBody, toReplaceBody } from '../mapper/order.mapper.js';
import { changeCode, isDuplicate, submitCode } from '../mapper/refusal.mapper.js';
import { parseOrder, type VenueOrder } from '../parse/order.parse.js';
import type { AlpacaRest } from '../session/alpaca-rest.js';
import { Revocable } from '../session/revocable.js';
import type { ChainBook } from './chain-book.js';
import type { ChainLookup } from './chain-lookup.js';
import type { Listings } from './listings.js';
import type { Leg, OrderChain, QueuedReplace } from './order-chain.js';
import { reportOf } from './order-reports.js';

const DUPLICATE = 'Alpaca has an order of this id';
/** Alpaca takes no longer ids. */
const MAX_ID = 128;

/** Orders of a chain that one cancel is sent to, while each turns out to be replaced. */
const MAX_TARGETS = 3;

export interface CommandOptions {
  /** The platform's account that trades with the keys. */
  readonly account: string;
  readonly capabilities: BrokerCapabilities;
  /** How long a cancel waits for a replace to be settled, microseconds. */
  readonly settleUs: number;
}

/**
 * Sends orders, cancels and replaces, and reports what the answers say beyond the stream: refusals, outcomes that cannot be
 * known, and that an order was taken where the stream has not spoken of it yet. Commands of one order go one after the other.
 */
export class OrderCommands {
  constructor(
    private readonly rest: AlpacaRest,
    private readonly book: ChainBook,
    private readonly lookup: ChainLookup,
    private readonly listings: Listings,
    private readonly clock: Clock,
    private readonly options: CommandOptions,
    private readonly report: (report: ExecutionReport) => void,
  ) {}

  submit(order: BrokerOrder): void {
    const { clOrdId, instrument, terms } = order;
    const problem = this.problem(order, terms);
    if (problem !== undefined || clOrdId.length > MAX_ID) {
      const { code, reason } = problem ?? {
        code: 'ORDER_REJECTED',
        reason: `Alpaca takes ids of at most ${MAX_ID} characters`,
      };
      return this.later(() => this.say(clOrdId, undefined, 'Rejected', reason, code));
    }
    const chain = this.book.open(clOrdId, instrument);
    this.enqueue(chain, clOrdId, undefined, async () => {
      const body = toOrderBody(order, this.listings.venueSymbolOf(instrument));
      const answer = await this.rest.send('new', { method: 'POST', path: '/v2/orders', body });
      if (answer.kind === 'ok') return this.placed(chain, parseOrder(answer.body));
      if (answer.kind === 'unknown') return this.unknown(clOrdId, undefined, answer.reason);
      if (isDuplicate(answer)) return this.unknown(clOrdId, undefined, DUPLICATE);
      this.say(clOrdId, undefined, 'Rejected', reasonOf(answer), submitCode(answer));
    });
  }

  cancel(order: BrokerOrder, cancelId: string): void {
    const { clOrdId, instrument } = order;
    const foreign = this.foreign(order);
    if (foreign !== undefined)
      return this.later(() => this.say(cancelId, clOrdId, 'CancelRejected', foreign.reason, foreign.code));
    const chain = this.book.open(clOrdId, instrument);
    for (const { replaceId, origClOrdId } of chain.dropQueued()) {
      const reason = 'it was not sent: a cancel of the order overtook it';
      this.later(() => this.say(replaceId, origClOrdId, 'ReplaceRejected', reason, 'ORDER_KEPT'));
    }
    this.enqueue(chain, cancelId, clOrdId, async () => {
      if (chain.replacing?.doubtful !== true) await this.replaceSettled(chain);
      const leg = await this.target(chain, clOrdId);
      if (leg === undefined) {
        return this.say(cancelId, clOrdId, 'CancelRejected', 'Alpaca does not know the order', 'ORDER_UNKNOWN');
      }
      await this.cancelLeg(chain, leg, cancelId, clOrdId);
    });
  }

  replace(order: BrokerOrder, replaceId: string, terms: OrderTerms): void {
    const { clOrdId, instrument } = order;
    const problem = this.problem(order, terms);
    if (problem !== undefined)
      return this.later(() => this.say(replaceId, clOrdId, 'ReplaceRejected', problem.reason, problem.code));
    const chain = this.book.open(clOrdId, instrument);
    const queued = { replaceId, origClOrdId: clOrdId, revocable: new Revocable() };
    chain.queued.add(queued);
    this.enqueue(chain, replaceId, clOrdId, () =>
      queued.revocable.run(() => this.replaceNow(chain, queued, terms)).finally(() => chain.queued.delete(queued)),
    );
  }

  private async cancelLeg(chain: OrderChain, first: Leg, cancelId: string, clOrdId: string): Promise<void> {
    const cancelling = { cancelId, origClOrdId: clOrdId, taken: false };
    if (chain.cancelling?.taken !== true) chain.cancelling = cancelling;
    let leg: Leg | undefined = first;
    for (let attempt = 1; ; attempt++) {
      const path = `/v2/orders/${encodeURIComponent(leg.id)}`;
      const answer = await this.rest.send('cancel', { method: 'DELETE', path });
      cancelling.taken = answer.kind === 'ok';
      // Whether it was in time, the stream says.
      if (answer.kind === 'ok') return;
      if (answer.kind === 'unknown') return this.unknown(cancelId, clOrdId, answer.reason);
      leg = attempt < MAX_TARGETS ? await this.successor(chain, leg, answer) : undefined;
      if (leg !== undefined) continue;
      if (chain.cancelling === cancelling) chain.cancelling = undefined;
      return this.say(cancelId, clOrdId, 'CancelRejected', reasonOf(answer), changeCode(answer));
    }
  }

  /**
   * What is to be cancelled instead of an order that Alpaca does not cancel, because of a replace of which nothing was heard:
   * it is under way, or done, and what took the place of the order is open. Undefined when it is not for that.
   */
  private async successor(chain: OrderChain, leg: Leg, refused: Refused): Promise<Leg | undefined> {
    if (changeCode(refused) === 'ORDER_KEPT' && refused.status === 422 && chain.replacing !== undefined) {
      await this.replaceSettled(chain);
      return chain.active;
    }
    if (changeCode(refused) !== 'ORDER_CLOSED' || !chain.open) return undefined;
    const active = (await this.lookup.byClientId(leg.clientOrderId))?.active;
    return active !== undefined && active.id !== leg.id && active.open ? active : undefined;
  }

  private async replaceNow(chain: OrderChain, queued: QueuedReplace, terms: OrderTerms): Promise<void> {
    const { replaceId, origClOrdId, revocable } = queued;
    await this.replaceSettled(chain);
    const leg = await this.target(chain, origClOrdId);
    if (revocable.revoked) return;
    if (leg === undefined) {
      return this.say(replaceId, origClOrdId, 'ReplaceRejected', 'Alpaca does not know the order', 'ORDER_UNKNOWN');
    }
    await this.replaceLeg(chain, leg, queued, terms);
  }

  private async replaceLeg(chain: OrderChain, leg: Leg, queued: QueuedReplace, terms: OrderTerms): Promise<void> {
    const { instrument, cumQty = leg.cumQty } = chain;
    const { replaceId, origClOrdId: clOrdId, revocable } = queued;
    const quantity = terms.quantity - cumQty;
    if (quantity <= 0) {
      const reason = 'as much is filled already; cancel the rest';
      return this.say(replaceId, clOrdId, 'ReplaceRejected', reason, 'ORDER_KEPT');
    }
    this.book.expect(chain, replaceId);
    chain.replacing = { replaceId, origClOrdId: clOrdId, terms, quantity, told: false, doubtful: false };
    // What is left out stays as it was: also of a part-filled order the whole quantity, which would be too much.
    const same = quantity === leg.quantity && leg.cumQty === 0;
    const body = toReplaceBody(instrument, replaceId, terms, same ? undefined : quantity);
    const path = `/v2/orders/${encodeURIComponent(leg.id)}`;
    const answer = await this.rest.send('replace', { method: 'PATCH', path, body }, revocable);
    if (answer.kind === 'ok') {
      this.book.adopt(chain, parseOrder(answer.body));
      return;
    }
    if (answer.kind === 'unknown' || isDuplicate(answer)) {
      chain.doubt(replaceId);
      return this.unknown(replaceId, clOrdId, answer.kind === 'unknown' ? answer.reason : DUPLICATE);
    }
    // The stream may have said so already.
    if (chain.replacing?.replaceId !== replaceId) return;
    chain.settled();
    this.say(replaceId, clOrdId, 'ReplaceRejected', reasonOf(answer), changeCode(answer));
  }

  /** The answer shows the order as it came in; the stream, which may have been quicker, goes on from there. */
  private placed(chain: OrderChain, order: VenueOrder): void {
    this.book.adopt(chain, order);
    const leg = chain.leg(order.id);
    // That it is on its way to the exchange is told soon enough by what comes of it there.
    if (chain.heard || leg === undefined || order.status === 'pending_new') return;
    this.report(reportOf(chain, leg, order, 'PendingNew', { us: this.clock.nowUs(), ns: 0 }));
  }

  /** Alpaca's order that a command is for: the one in force, asked for when nothing is known of it. */
  private async target(chain: OrderChain, clOrdId: string): Promise<Leg | undefined> {
    return chain.active ?? (await this.lookup.byClientId(clOrdId))?.active;
  }

  private replaceSettled(chain: OrderChain): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.clock.setTimer(this.options.settleUs, () => {
        forget();
        resolve();
      });
      const forget = chain.whenSettled(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  private enqueue(chain: OrderChain, id: string, origId: string | undefined, work: () => Promise<void>): void {
    // An answer that cannot be read tells as little as none: something was done, and not known what.
    const failed = (error: unknown): void => {
      chain.doubt(id);
      this.unknown(id, origId, error instanceof Error ? error.message : String(error));
    };
    chain.work = chain.work.then(work).catch(failed);
  }

  /** Why terms are not sent at all. */
  private problem(order: BrokerOrder, terms: OrderTerms) {
    const { capabilities } = this.options;
    return this.foreign(order) ?? undeclared(capabilities, terms) ?? problemOf(terms, order.instrument);
  }

  private foreign({ account }: BrokerOrder): { readonly code: ErrorCode; readonly reason: string } | undefined {
    if (account === this.options.account) return undefined;
    return { code: 'ACCOUNT_UNKNOWN', reason: `the account at Alpaca belongs to ${this.options.account}` };
  }

  /** Never from within the call: whoever sends is not ready for the outcome yet. */
  private later(say: () => void): void {
    queueMicrotask(say);
  }

  private unknown(clOrdId: string, origClOrdId: string | undefined, reason: string): void {
    this.say(clOrdId, origClOrdId, 'Unknown', reason);
  }

  private say(
    clOrdId: string,
    origClOrdId: string | undefined,
    execType: ExecType,
    reason: string,
    code?: ErrorCode,
  ): void {
    this.report({
      clOrdId,
      ...(origClOrdId === undefined ? {} : { origClOrdId }),
      execId: '',
      execType,
      ...(execType === 'Rejected' ? { ordStatus: 'Rejected' } : {}),
      ...(code === undefined ? {} : { code }),
      reason,
      us: this.clock.nowUs(),
      ns: 0,
    });
  }
}

function reasonOf({ status, message }: Refused): string {
  return status === 0 ? `it was not sent: ${message}` : message;
}
