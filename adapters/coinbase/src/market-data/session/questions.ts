import type { Clock, Timer } from '@bourseworks/ports';
import { RateLimiter } from '@bourseworks/venue-client';
import type { DataChannel } from '../../parse/advanced/message.js';
import type { CoinbaseTimes } from './times.js';

/** What is asked over a connection. */
export interface Question {
  readonly type: 'subscribe' | 'unsubscribe';
  /** Undefined = heartbeats, which are of no product. */
  readonly subscription: { readonly channel: DataChannel; readonly product: string } | undefined;
}

/** Its timer runs once it was sent. */
interface Asked {
  readonly question: Question;
  timer: Timer | undefined;
}

/** Books are subscribed by another name than their data have. */
const NAMES: Readonly<Record<DataChannel, string>> = {
  l2_data: 'level2',
  market_trades: 'market_trades',
  ticker: 'ticker',
  status: 'status',
};

/**
 * The questions of a connection, one at a time: an answer does not repeat what it answers. It lists all that is subscribed.
 */
export class Questions {
  private readonly limiter: RateLimiter;
  private asked: Asked | undefined;
  private generation = 0;

  /** `failed`: no answer in time, or the limit of requests does not let one through. */
  constructor(
    private readonly send: (message: object) => void,
    private readonly failed: (reason: string) => void,
    private readonly times: Pick<CoinbaseTimes, 'answerMs' | 'questions'>,
    private readonly clock: Clock,
  ) {
    this.limiter = new RateLimiter({
      windows: [{ name: 'requests', limit: times.questions, windowUs: 1_000_000 }],
      clock,
    });
  }

  get outstanding(): boolean {
    return this.asked !== undefined;
  }

  /** Only while none is outstanding. */
  ask(question: Question): void {
    const asked: Asked = { question, timer: undefined };
    this.asked = asked;
    const { generation } = this;
    this.limiter.request('query', { requests: 1 }, (grant) => {
      if (generation !== this.generation) return;
      if (grant.kind === 'refused') {
        this.failed(grant.reason);
        return;
      }
      const { type, subscription } = question;
      const { answerMs } = this.times;
      const reason = `no answer to ${type} in ${answerMs} ms`;
      asked.timer = this.clock.setTimer(answerMs * 1_000, () => this.failed(reason));
      const { product } = subscription ?? {};
      this.send({ type, channel: nameOf(question), ...(product === undefined ? {} : { product_ids: [product] }) });
    });
  }

  /** The question that these lists answer, which is not outstanding any more. */
  answered(lists: ReadonlyMap<string, readonly unknown[]>): Question | undefined {
    const { asked } = this;
    if (asked?.timer === undefined) return undefined;
    const { type, subscription } = asked.question;
    const list = lists.get(nameOf(asked.question));
    const stands = subscription === undefined ? list !== undefined : list?.includes(subscription.product) === true;
    return stands === (type === 'subscribe') ? this.finish() : undefined;
  }

  /** The question that is outstanding, if it was sent; it is not any more. */
  finish(): Question | undefined {
    const { asked } = this;
    if (asked?.timer === undefined) return undefined;
    asked.timer.cancel();
    this.asked = undefined;
    return asked.question;
  }

  /** The connection is gone, and its question with it. */
  reset(): void {
    this.generation++;
    this.asked?.timer?.cancel();
    this.asked = undefined;
  }

  close(): void {
    this.reset();
    this.limiter.close();
  }
}

function nameOf({ subscription }: Question): string {
  return subscription === undefined ? 'heartbeats' : NAMES[subscription.channel];
}
