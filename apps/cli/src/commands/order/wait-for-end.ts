import { setTimeout as sleep } from 'node:timers/promises';
import { TERMINAL_STATUSES } from '@bourseworks/domain';
import { orderEventTopic, type OrderEventShape } from '@bourseworks/dto/shapes';
import type { Bus } from '../../bus.js';
import { EXIT } from '../../exit-codes.js';
import { failureOf } from '../../failure.js';
import { orderStatus } from './order-status.js';

/** Events are published at most once: one that was lost is found out by asking. */
const ASK_AGAIN_MS = 1_000;

export interface Waiting {
  readonly account: string;
  readonly strategy: string;
  readonly clOrdId: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  onEvent(event: OrderEventShape): void;
}

export const isFinal = (event: OrderEventShape | undefined): boolean =>
  event !== undefined && TERMINAL_STATUSES.has(event.ordStatus);

/** Resolves with the last event of an order once it is final, or with the one known when time is up or the wait ends. */
export async function waitForEnd(bus: Bus, waiting: Waiting): Promise<OrderEventShape | undefined> {
  const { account, strategy, clOrdId, timeoutMs } = waiting;
  let last: OrderEventShape | undefined;
  const done = new AbortController();
  const take = (event: OrderEventShape): void => {
    if (last !== undefined && event.sequence <= last.sequence) return;
    last = event;
    waiting.onEvent(event);
    if (isFinal(event)) done.abort();
  };
  const unsubscribe = await bus.subscribe<OrderEventShape>(orderEventTopic(account, strategy, clOrdId), take);
  const over = AbortSignal.any([done.signal, waiting.signal, AbortSignal.timeout(timeoutMs)]);
  try {
    while (!over.aborted) {
      await ask();
      // The abort that ends the pause is what was waited for.
      if (!over.aborted) await sleep(ASK_AGAIN_MS, undefined, { signal: over }).catch(() => undefined);
    }
    return last;
  } finally {
    void unsubscribe();
  }

  async function ask(): Promise<void> {
    try {
      take(await orderStatus(bus, { account, strategy, clOrdId }));
    } catch (error) {
      // The order is placed and durable: an OMS or a broker that is away for a while is asked again.
      if (failureOf(error).exitCode !== EXIT.unreachable) throw error;
    }
  }
}
