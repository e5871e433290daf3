import { refuse, type Result } from '@bourseworks/domain';
import type { Route, RouteWish } from '@bourseworks/order-engine';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import type { RoutingRule } from './routing-rules.js';

export interface RouterOptions {
  readonly rules: readonly RoutingRule[];
  /** Whether a broker holds an account. */
  readonly holds: (adapter: string, account: string) => boolean;
}

/** Whether a broker can do what an order asks for. */
function isAble({ capabilities }: Route, { type, timeInForce, postOnly }: RouteWish): boolean {
  const { orderTypes, timesInForce, instructions = [] } = capabilities;
  const fit = orderTypes.includes(type) && timesInForce.includes(timeInForce);
  return fit && (postOnly !== true || instructions.includes('POST_ONLY'));
}

/**
 * Which broker an order goes to: the one that it names; else that of the first rule which matches; else, of those that serve
 * the venue and hold the account, the first that lists the symbol and can do what the order asks for. Adapters count in the
 * order in which they are configured. An order never goes to a broker that does not hold its account.
 */
export class Router {
  constructor(
    private readonly directory: BrokerDirectory,
    private readonly options: RouterOptions,
  ) {}

  /** Without a wish: the route of an order that is there already, or the default of its venue. */
  find(venue: string, adapter?: string, wish?: RouteWish): Result<Route> {
    if (wish === undefined) return this.directory.route(venue, adapter);
    const named = adapter ?? this.ruled(venue, wish);
    if (named === undefined) return this.best(venue, wish);
    const route = this.directory.route(venue, named);
    return route.ok && !this.options.holds(named, wish.account) ? this.notHeld(named, wish.account) : route;
  }

  private ruled(venue: string, wish: RouteWish): string | undefined {
    return this.options.rules.find(
      (rule) =>
        (rule.account ?? wish.account) === wish.account &&
        (rule.venue ?? venue) === venue &&
        (rule.symbol ?? wish.symbol) === wish.symbol &&
        (rule.type ?? wish.type) === wish.type,
    )?.adapter;
  }

  private best(venue: string, wish: RouteWish): Result<Route> {
    const routes = this.directory.routes(venue);
    const held = routes.filter(({ adapter }) => this.options.holds(adapter, wish.account));
    const able = held.filter((route) => isAble(route, wish));
    const lists = ({ adapter }: Route): boolean => this.directory.instrument(adapter, venue, wish.symbol) !== undefined;
    const chosen = able.find(lists) ?? held.find(lists) ?? able[0] ?? held[0];
    if (chosen !== undefined) return { ok: true, value: chosen };
    if (routes.length > 0) return this.notHeld(routes.map(({ adapter }) => adapter).join(', '), wish.account);
    return this.directory.route(venue);
  }

  private notHeld(adapter: string, account: string): Result<Route> {
    return refuse('ADAPTER_ACCOUNT', `${adapter} does not hold account ${account}`, { adapter, account });
  }
}
