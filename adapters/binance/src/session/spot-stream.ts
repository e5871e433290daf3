import type { Clock } from '@bourseworks/ports';
import { quotable, SocketSession } from '@bourseworks/venue-client';
import type { BinanceConfig } from '../config.js';
import { isLoginFault, OUTSIDE_WINDOW } from '../mapper/error.mapper.js';
import { parseMessage, read, type Raw } from '../parse/fields.js';
import { parseUserEvent } from '../parse/user-event.js';
import { signParams } from './signer.js';
import { sessionOptions, type StreamHandlers, type StreamTimes, type UserStream } from './user-stream.js';
import type { VenueRest } from './venue-rest.js';

const SUBSCRIBE = 'userDataStream.subscribe.signature';
const SUBSCRIBE_ID = 'subscribe';

/**
 * The user data stream of the spot market: a signed subscription over the WebSocket API. (Its listen keys ended in
 * February 2026.)
 */
export class SpotStream implements UserStream {
  private readonly session: SocketSession;

  constructor(
    private readonly config: BinanceConfig,
    private readonly rest: VenueRest,
    times: StreamTimes,
    clock: Clock,
    private readonly handlers: StreamHandlers,
  ) {
    const options = { ...sessionOptions(times), url: () => config.streamUrl, clock };
    this.session = new SocketSession(options, {
      opened: () => this.subscribe(),
      up: () => handlers.up(),
      down: (reason) => handlers.down(reason),
      failed: ({ kind, reason }) => {
        if (kind === 'authentication') handlers.refused(reason);
      },
      message: (data) => this.receive(parseMessage(data.toString())),
    });
  }

  get connected(): boolean {
    return this.session.connected;
  }

  start(): void {
    this.session.start();
  }

  close(): Promise<void> {
    this.session.close();
    return Promise.resolve();
  }

  private subscribe(): void {
    const params = signParams(this.config, this.rest.serverClock);
    this.session.send({ id: SUBSCRIBE_ID, method: SUBSCRIBE, params });
  }

  private receive(message: Raw): void {
    if (message['id'] === SUBSCRIBE_ID) return this.subscribed(message);
    const event = parseUserEvent(message);
    if (event.kind === 'ended') this.session.restart(event.reason);
    else this.handlers.event(event);
  }

  private subscribed(message: Raw): void {
    if (message['status'] === 200) return this.session.ready();
    const error = read.asRaw(message['error'] ?? {}, 'an error');
    const code = String(error['code']);
    const said = quotable(error['msg'], [this.config.apiKey, this.config.apiSecret]);
    const reason = `the user data stream: ${said} (${code})`;
    if (isLoginFault(code)) return this.session.authenticationFailed(reason);
    if (code !== OUTSIDE_WINDOW) return this.session.restart(reason);
    // The next attempt is stamped with the venue's time.
    void this.rest.syncClock().then(() => this.session.restart(reason));
  }
}
