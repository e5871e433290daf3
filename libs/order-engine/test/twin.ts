import { isDeepStrictEqual } from 'node:util';
import { expectOk } from '@bourseworks/domain';
import type { EngineContext } from '../src/context.js';
import { Decision, OrderEngine } from '../src/index.js';
import type { Order } from '../src/order.js';

type Call = (engine: OrderEngine) => void;

/** What was told to an engine and is not in its snapshots. */
const VOLATILE = new WeakMap<OrderEngine, Call[]>();

export function recordVolatile(engine: OrderEngine): void {
  const calls: Call[] = [];
  VOLATILE.set(engine, calls);
  for (const name of ['onMark', 'setIntake', 'released'] as const) {
    const own = engine[name].bind(engine) as (...args: unknown[]) => unknown;
    Object.defineProperty(engine, name, {
      configurable: true,
      value: (...args: unknown[]) => {
        calls.push((other) => void (other[name] as (...args: unknown[]) => unknown)(...args));
        return own(...args);
      },
    });
  }
}

export function repeatVolatile(from: OrderEngine, to: OrderEngine): void {
  for (const call of VOLATILE.get(from) ?? []) call(to);
}

function textOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  const plain =
    value instanceof Decision
      ? {
          records: value.records,
          effects: value.effects,
          reply: value.reply,
          control: value.control,
          booked: value.booked,
        }
      : value;
  return JSON.stringify(plain, (_key, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one)) ?? '';
}

/** @throws Error when two engines are told apart by a snapshot, which begins with the hash of the state */
export function mustBeSame(one: OrderEngine, other: OrderEngine, what: string): void {
  if (Buffer.compare(one.snapshot(), other.snapshot()) !== 0) throw new Error(`${what}: another snapshot`);
}

/** What names the objects that orders hang on; anything else that they have is compared as a whole. */
const LINKS: Readonly<Record<string, (link: never) => unknown>> = {
  path: ({ number, account, strategy, limits }: Order['path']) => [number, account, strategy, limits.version],
  stream: ({ account, strategy, sequence }: Order['stream']) => [account, strategy, sequence],
  index: (index: Order['index']) => [...index.keys()],
  ownBook: ({ buys, sells }: Order['ownBook']) => [buys.image(), sells.image()],
  ownLevel: ({ rank }: NonNullable<Order['ownLevel']>) => rank,
  leg: ({ list, open, alarmed, index, terms: _terms, ...leg }: NonNullable<Order['leg']>) => {
    const { id, cancelled, cancelledCum, begun, overshoot, known } = list;
    const ids = open.map(({ clOrdId }) => clOrdId);
    return [id, index, { cancelled, cancelledCum, begun, overshoot, known }, { ...leg }, ids, [...alarmed]];
  },
  heldPool: ({ account }: NonNullable<Order['heldPool']>) => account.image(),
  executions: (executions: Order['executions']) => executions.map(({ order, ...one }) => [order.clOrdId, one]),
};

/** Every field that an order has, whoever added it. */
function fieldsOf(order: Order): [name: string, value: unknown][] {
  return Object.entries(order).map(([name, value]) => {
    const named = LINKS[name] as ((link: unknown) => unknown) | undefined;
    return [name, named === undefined || value === undefined ? value : named(value)];
  });
}

/** @throws Error when a field of an order did not come back */
function mustHaveSameOrders(one: OrderEngine, other: OrderEngine): void {
  const [left, right] = [one, other].map((engine) => (Reflect.get(engine, 'ctx') as EngineContext).state.orders);
  for (const [clOrdId, order] of left) {
    const its = new Map(fieldsOf(right.get(clOrdId) ?? order));
    for (const [name, value] of fieldsOf(order))
      if (!isDeepStrictEqual(value, its.get(name)))
        throw new Error(`${name} of order ${clOrdId} is lost in a snapshot`);
  }
}

/** `fresh` with the state of `engine`, by way of a snapshot, which holds the hash to what it was. */
export function restored(engine: OrderEngine, fresh: OrderEngine): OrderEngine {
  const bytes = engine.snapshot();
  expectOk(fresh.restore(bytes));
  if (fresh.lastSequence !== engine.lastSequence) throw new Error('the snapshot is of another record');
  if (Buffer.compare(bytes, fresh.snapshot()) !== 0) throw new Error('a snapshot of the restored state is another');
  mustHaveSameOrders(engine, fresh);
  return fresh;
}

/** Does to both what is done to it. @throws Error once they do not answer alike */
export function twinOf<T extends object>(one: T, other: T): T {
  const both = new Proxy(one, {
    get: (_target, name) => {
      const value = Reflect.get(one, name, one) as unknown;
      const its = Reflect.get(other, name, other) as unknown;
      if (name === 'kills' || name === 'leases' || name === 'outside') return twinOf(value as object, its as object);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        // What a call fills in is not filled twice.
        const again = args.map((arg) => (Array.isArray(arg) ? [...(arg as unknown[])] : arg));
        const given = textOf(args);
        const answer = value.apply(one, args) as unknown;
        const text = textOf(answer);
        const second = textOf((its as (...args: unknown[]) => unknown).apply(other, again));
        if (text !== second) throw new Error(`${String(name)}(${given}): ${second} after a snapshot, not ${text}`);
        return answer;
      };
    },
  });
  if (one instanceof OrderEngine) VOLATILE.set(both as unknown as OrderEngine, VOLATILE.get(one) ?? []);
  return both;
}
