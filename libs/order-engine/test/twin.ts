import { expectOk } from '@bourseworks/domain';
import { Decision, OrderEngine } from '../src/index.js';

type Call = (engine: OrderEngine) => void;

/** What was told to an engine and is not in its snapshots. */
const VOLATILE = new WeakMap<OrderEngine, Call[]>();

export function recordVolatile(engine: OrderEngine): void {
  const calls: Call[] = [];
  VOLATILE.set(engine, calls);
  for (const name of ['onMark', 'setIntake', 'released'] as const) {
    const own = engine[name].bind(engine) as (...args: unknown[]) => unknown;
    Object.defineProperty(engine, name, {
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

/** @throws Error when two engines are told apart by their hash or by a snapshot */
export function mustBeSame(one: OrderEngine, other: OrderEngine, what: string): void {
  if (one.stateHash() !== other.stateHash()) throw new Error(`${what}: another hash`);
  if (Buffer.compare(one.snapshot(), other.snapshot()) !== 0) throw new Error(`${what}: another snapshot`);
}

/** `fresh` with the state of `engine`, by way of a snapshot, which holds the hash to what it was. */
export function restored(engine: OrderEngine, fresh: OrderEngine): OrderEngine {
  const bytes = engine.snapshot();
  expectOk(fresh.restore(bytes));
  if (fresh.lastSequence !== engine.lastSequence) throw new Error('the snapshot is of another record');
  if (Buffer.compare(bytes, fresh.snapshot()) !== 0) throw new Error('a snapshot of the restored state is another');
  return fresh;
}

/** Does to both what is done to it. @throws Error once they do not answer alike */
export function twinOf<T extends object>(one: T, other: T): T {
  const both = new Proxy(one, {
    get: (_target, name) => {
      const value = Reflect.get(one, name, one) as unknown;
      const its = Reflect.get(other, name, other) as unknown;
      if (name === 'kills' || name === 'leases') return twinOf(value as object, its as object);
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
