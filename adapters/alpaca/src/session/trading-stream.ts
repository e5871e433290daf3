import type { Clock } from '@bourseworks/ports';
import { SocketSession, type BackoffOptions } from '@bourseworks/venue-client';
import type { AlpacaConfig } from '../config.js';
import { fields, type Raw } from '../parse/fields.js';
import { parseStreamMessage, type StreamMessage, type TradeUpdate } from '../parse/trade-update.parse.js';

export interface StreamTimings {
  /** From the attempt to connect to what is listened to, milliseconds. */
  readonly loginMs: number;
  /** Wait after refused keys, milliseconds: repeated at once, they would lock the account. */
  readonly authRetryMs: number;
  readonly pingMs: number;
  /** Silence, of pongs too, after which the connection is dead though nobody said so, milliseconds. */
  readonly silenceMs: number;
  readonly backoff: BackoffOptions;
}

export interface StreamHandlers {
  /** Logged in, updates come. */
  up(): void;
  /** It was up and is no more; another attempt follows by itself. */
  down(reason: string): void;
  /** The keys were refused; they are tried again later. */
  refused(reason: string): void;
  update(update: TradeUpdate): void;
  /** What was said of an order cannot be taken in. Throws `error` when the stream is to begin anew for it. */
  unreadable(order: unknown, error: unknown): void;
}

/** The stream of trade updates: login, then listen; JSON in binary frames (text is taken as well). */
export class TradingStream {
  readonly #login: object;
  private readonly session: SocketSession;

  constructor(
    { streamUrl, keyId, secretKey }: AlpacaConfig,
    clock: Clock,
    timings: StreamTimings,
    private readonly handlers: StreamHandlers,
  ) {
    this.#login = { action: 'authenticate', data: { key_id: keyId, secret_key: secretKey } };
    this.session = new SocketSession(
      {
        url: () => streamUrl,
        clock,
        ...timings,
        // Keys that were mended at Alpaca's side work again without a restart: the attempts go on, far apart.
        maxAuthFailures: Number.POSITIVE_INFINITY,
        binaryIsText: true,
        // Whoever awaits an answer acts on it before the next update is handled.
        oneAtATime: true,
      },
      {
        opened: () => void this.session.send(this.#login),
        up: () => handlers.up(),
        down: (reason) => handlers.down(reason),
        failed: ({ kind, reason }) => {
          if (kind === 'authentication') handlers.refused(reason);
        },
        message: (data) => this.receive(fields.parseObject(String(data))),
      },
    );
  }

  get connected(): boolean {
    return this.session.connected;
  }

  start(): void {
    this.session.start();
  }

  close(): void {
    this.session.close();
  }

  private receive(raw: Raw): void {
    try {
      this.take(parseStreamMessage(raw));
    } catch (error) {
      this.handlers.unreadable((raw['data'] as Raw | undefined)?.['order'], error);
    }
  }

  private take(message: StreamMessage): void {
    switch (message.stream) {
      case 'authorization':
        if (!message.authorized) this.session.authenticationFailed('Alpaca refused the keys');
        else if (message.action === 'authenticate')
          this.session.send({ action: 'listen', data: { streams: ['trade_updates'] } });
        return;
      case 'listening':
        if (!message.streams.includes('trade_updates')) throw fields.badData('no stream of trade updates');
        this.session.ready();
        return;
      case 'trade_updates':
        return this.handlers.update(message.update);
      default:
        return;
    }
  }
}
