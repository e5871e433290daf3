import type { Clock, Timer } from '@bourseworks/ports';
import type { Raw } from '../../parse/fields.js';
import type { Subscriber } from './subscriber.js';

export type Action = 'subscribe' | 'unsubscribe';

type Subject = Pick<Subscriber, 'channels' | 'symbol'>;

/** What was asked over a connection: one action, of some subscriptions. */
export interface Asked {
  readonly action: Action;
  readonly subjects: readonly Subject[];
}

/** Subscriptions in one question. */
export const MAX_TOGETHER = 100;

/**
 * The questions of a connection, one at a time: an answer does not name what it answers. It lists all that is subscribed, or is an
 * error.
 */
export class Questions {
  private asked: Asked | undefined;
  private timer: Timer | undefined;

  /** `failed`: there was no answer in time. */
  constructor(
    private readonly send: (message: object) => void,
    private readonly failed: (reason: string) => void,
    private readonly answerMs: number,
    private readonly clock: Clock,
  ) {}

  get outstanding(): boolean {
    return this.asked !== undefined;
  }

  /** Only while none is outstanding. */
  ask(asked: Asked): void {
    const { action, subjects } = asked;
    this.asked = asked;
    const reason = `no answer to ${action} in ${this.answerMs} ms`;
    this.timer = this.clock.setTimer(this.answerMs * 1_000, () => this.failed(reason));
    const message: Record<string, string[]> = {};
    for (const { channels, symbol } of subjects) for (const channel of channels) (message[channel] ??= []).push(symbol);
    this.send({ action, ...message });
  }

  /** What was asked, which is not outstanding any more. */
  take(): Asked | undefined {
    const { asked } = this;
    this.timer?.cancel();
    this.timer = undefined;
    this.asked = undefined;
    return asked;
  }
}

/** Whether a subscription is among all that are listed. */
export function isListed(lists: Raw, { channels, symbol }: Subject): boolean {
  return channels.every((channel) => {
    const names = lists[channel];
    return Array.isArray(names) && names.includes(symbol);
  });
}
