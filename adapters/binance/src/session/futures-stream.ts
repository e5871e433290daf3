import { DomainError } from '@bourseworks/domain';
import type { Clock, Timer } from '@bourseworks/ports';
import { SocketSession, type Answer } from '@bourseworks/venue-client';
import type { BinanceConfig } from '../config.js';
import { isLoginFault, NO_SUCH_LISTEN_KEY, reasonOf } from '../mapper/error.mapper.js';
import { parseMessage, read } from '../parse/fields.js';
import { parseUserEvent } from '../parse/user-event.js';
import { sessionOptions, type StreamHandlers, type StreamTimes, type UserStream } from './user-stream.js';
import type { VenueCall } from './venue-call.js';
import type { VenueRest } from './venue-rest.js';

/** How long closing waits for the venue. */
const GOODBYE_US = 2_000_000;

function listenKeyCall(method: 'POST' | 'PUT' | 'DELETE'): VenueCall {
  return { method, path: '/fapi/v1/listenKey', params: {}, lane: 'cancel', cost: { weight: 1 }, security: 'KEY' };
}

/**
 * The user data stream of the futures: a connection under a listen key, which is renewed for as long as it is wanted. The
 * key opens the stream to whoever has it, so it is never told.
 */
export class FuturesStream implements UserStream {
  private readonly session: SocketSession;
  private renewal: Timer | undefined;

  constructor(
    private readonly config: BinanceConfig,
    private readonly rest: VenueRest,
    private readonly times: StreamTimes,
    private readonly clock: Clock,
    private readonly handlers: StreamHandlers,
  ) {
    const options = { ...sessionOptions(times), url: () => this.address(), clock };
    this.session = new SocketSession(options, {
      up: () => this.up(),
      down: (reason) => this.down(reason),
      failed: ({ kind, reason }) => {
        if (kind === 'authentication') handlers.refused(reason);
      },
      message: (data) => this.receive(data.toString()),
    });
  }

  get connected(): boolean {
    return this.session.connected;
  }

  start(): void {
    this.session.start();
  }

  async close(): Promise<void> {
    this.renewal?.cancel();
    const wasUp = this.session.connected;
    this.session.close();
    if (wasUp) await this.giveBack();
  }

  /** A key that is not given back ends by itself: a venue that bans is not waited for. */
  private giveBack(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.clock.setTimer(GOODBYE_US, resolve);
      void this.rest.tell(listenKeyCall('DELETE')).then(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  /** A new key, or the one that is in force, good for another hour. */
  private async address(): Promise<string> {
    const answer = await this.rest.tell(listenKeyCall('POST'));
    if (answer.kind === 'ok') {
      const key = read.textOf(read.asRaw(answer.body, 'a listen key'), 'listenKey');
      return `${this.config.streamUrl}/${encodeURIComponent(key)}`;
    }
    const reason = `Binance gives no listen key: ${answer.kind === 'refused' ? reasonOf(answer) : answer.reason}`;
    if (answer.kind === 'refused' && isLoginFault(answer.code)) this.session.authenticationFailed(reason);
    throw new DomainError({ code: 'ADAPTER_FAILED', message: reason, details: { adapter: 'binance-usdm' } });
  }

  private receive(text: string): void {
    const event = parseUserEvent(parseMessage(text));
    if (event.kind === 'ended') this.session.restart(event.reason);
    else this.handlers.event(event);
  }

  private up(): void {
    this.renewIn(this.times.keepAliveMs);
    this.handlers.up();
  }

  private down(reason: string): void {
    this.renewal?.cancel();
    this.handlers.down(reason);
  }

  private renewIn(ms: number): void {
    this.renewal?.cancel();
    this.renewal = this.clock.setTimer(ms * 1_000, () => {
      void this.rest.tell(listenKeyCall('PUT')).then((answer) => this.renewed(answer));
    });
  }

  /** A key that the venue does not know any more would be followed by silence, which says nothing. */
  private renewed(answer: Answer): void {
    if (!this.session.connected) return;
    const gone = answer.kind === 'refused' && answer.code === NO_SUCH_LISTEN_KEY;
    if (gone) this.session.restart('the listen key has expired');
    else this.renewIn(answer.kind === 'ok' ? this.times.keepAliveMs : this.times.keepAliveRetryMs);
  }
}
