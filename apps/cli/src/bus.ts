import { hostname } from 'node:os';
import { decodeMessage, JSON_CODEC, topicRights } from '@bourseworks/dto/shapes';
import { withoutLogins } from '@bourseworks/ports';
import { SolaceSession, type InboundMessage } from '@bourseworks/solace-transport/session';
import { BROKER_URL, isBrokerUrl } from './arguments/parsers.js';
import { EXIT } from './exit-codes.js';
import { CliFailure, codeOf, isUnanswered } from './failure.js';

const DEFAULT_TIMEOUT_MS = 5_000;

/** Login of the development broker's own user; production sets all of these. */
export function busSettings(
  env: NodeJS.ProcessEnv,
  url: string,
): { url: string; vpn: string; username: string; password: string } {
  const username = env['SOLACE_USERNAME'] || 'development';
  const password = env['SOLACE_USERNAME'] ? (env['SOLACE_PASSWORD'] ?? '') : 'development';
  return { url, vpn: env['SOLACE_VPN'] || 'default', username, password };
}

function unreachable(url: string, error: unknown): unknown {
  if (codeOf(error) !== 'CONNECT_FAILED') return error;
  return new CliFailure(
    EXIT.unreachable,
    `no event broker answers at ${withoutLogins(url)}`,
    'Start the platform with `npm start`, or name the address of its broker with --url or SOLACE_URL.',
    'CONNECT_FAILED',
  );
}

function decode(message: InboundMessage, topic: string): unknown {
  const decoded = decodeMessage(message);
  if (!decoded.ok) throw new CliFailure(EXIT.failed, `${topic}: ${decoded.refusal.message}`, undefined, 'BAD_MESSAGE');
  return decoded.value;
}

/** Request and reply over the bus for commands of people. */
export class Bus {
  private constructor(
    private readonly session: SolaceSession,
    private readonly url: string,
  ) {}

  /** @throws CliFailure when nothing answers at the address. */
  static async connect(url: string): Promise<Bus> {
    // --url was looked at when it was read; this is for what the environment says.
    if (!isBrokerUrl(url))
      throw new CliFailure(EXIT.failed, `${withoutLogins(url)} is no address of a broker.`, BROKER_URL);
    // In containers every process has the same id, and a broker takes each name once.
    const clientName = `cli-${hostname()}-${process.pid}`;
    // One attempt: somebody waits for the answer, and it is the launcher that waits for a broker.
    const login = busSettings(process.env, url);
    const session = new SolaceSession({ ...login, clientName, connectRetries: 0, topics: topicRights('cli') });
    try {
      await session.connect();
    } catch (error) {
      await session.close();
      throw unreachable(url, error);
    }
    return new Bus(session, url);
  }

  /** The answer as its shape; rejects with a coded error. */
  async ask<Reply>(topic: string, body: unknown, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<Reply> {
    const reply = await this.session.request(topic, JSON_CODEC.encode(body), { timeoutMs });
    return decode(reply, topic) as Reply;
  }

  /** `ask` for what changes nothing: without an answer nothing was done, and it is the service that is away. */
  async query<Reply>(topic: string, body: unknown, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<Reply> {
    try {
      return await this.ask<Reply>(topic, body, timeoutMs);
    } catch (error) {
      throw isUnanswered(error) ? this.silent(topic, error) : error;
    }
  }

  /**
   * Asks for an answer in parts. Resolves when the last was taken, or when `onPart` has returned false: it has enough. The
   * service is not told.
   */
  parts<Part>(
    topic: string,
    body: unknown,
    onPart: (part: Part) => boolean,
    options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
    return new Promise((resolve, reject) => {
      const observer = {
        onPart: (message: InboundMessage): void => {
          try {
            if (onPart(decode(message, topic) as Part)) return;
            cancel();
            resolve();
          } catch (error) {
            cancel();
            reject(error);
          }
        },
        onEnd: resolve,
        onError: reject,
      };
      const limits = { timeoutMs, totalTimeoutMs: Number.MAX_SAFE_INTEGER };
      const cancel = this.session.requestParts(topic, JSON_CODEC.encode(body), observer, limits);
      const stop = (): void => {
        cancel();
        resolve();
      };
      if (signal?.aborted === true) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** Publishes a value; waits a moment while the session is full. */
  async publish(topic: string, value: unknown): Promise<void> {
    const payload = JSON_CODEC.encode(value);
    if (this.session.tryPublish(topic, payload) === undefined) return;
    await this.session.whenWritable(DEFAULT_TIMEOUT_MS);
    this.session.publish(topic, payload);
  }

  /** Calls back with each value published on the topics of a pattern, and its bytes. @returns ends it */
  async subscribe<Value>(
    pattern: string,
    callback: (value: Value, topic: string, payload: Uint8Array) => void,
  ): Promise<() => Promise<void>> {
    const listener = (message: InboundMessage): void =>
      callback(decode(message, message.topic) as Value, message.topic, message.payload);
    await this.session.subscribe(pattern, listener);
    // A topic that could not be left ends with the session: a broker that hangs must not hide how the command went.
    return () => this.session.unsubscribe(pattern, listener).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private silent(topic: string, error: unknown): CliFailure {
    return new CliFailure(
      EXIT.unreachable,
      `the broker at ${withoutLogins(this.url)} is there, but nothing answers on ${topic}`,
      'Look with `bourse health` which service is away; nothing was changed.',
      codeOf(error),
    );
  }
}
