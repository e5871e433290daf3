import type { SolaceSession } from '../session/solace-session.js';
import type { CodecRegistry } from '../wire/codec.js';
import type { CorrelationHooks } from './correlation.js';
import type { HotHandler } from './hot/hot-handler.js';
import type { QueueIntake } from './queue/queue-intake.js';

export interface SolaceServerOptions {
  readonly session: SolaceSession;
  /** Whether `close` closes the session too; false when it is shared. Default false. */
  readonly ownsSession?: boolean;
  readonly codecs?: CodecRegistry;
  readonly correlation?: CorrelationHooks | undefined;
  /**
   * Patterns under which this service is the only one to answer: a request there without a handler gets NO_HANDLER.
   * Elsewhere it stays silent, since a mere listener must not refuse what another process answers.
   */
  readonly ownedTopics?: readonly string[];
  /**
   * Group of replicas that share the messages of all handlers, each message going to one of them; a handler may name a
   * group of its own, or `queueGroup: false`. Default: none, every replica gets every message.
   */
  readonly queueGroup?: string;
  /** Queues whose messages go to the handlers of their topics, which are then not subscribed to directly. */
  readonly intakes?: readonly QueueIntake[];
  /** Bound of the wait for running handlers at close, ms. Default 3 000. */
  readonly drainTimeoutMs?: number;
  /** Handlers that may run at a time; beyond it requests get BUSY and events are discarded. Default 10 000. */
  readonly maxActive?: number;
  /** Parts of one answer that may wait to be sent. Default 10 000. */
  readonly maxQueuedParts?: number;
  /** Throws when the routes are wrong; runs before the first subscription. */
  readonly verifyRoutes?: () => void;
  /** Finds the handlers that are called directly; throws when one of them cannot be. */
  readonly findHotHandlers?: () => readonly HotHandler[];
}
