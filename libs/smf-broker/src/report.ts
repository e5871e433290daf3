import type { SmfBroker } from './broker.js';
import type { DisconnectCode } from './errors.js';
import { DISCONNECT_CODES } from './errors.js';
import type { ClientInfo } from './events.js';
import type { GuaranteedEvent, GuaranteedMessaging } from './guaranteed/guaranteed-messaging.js';
import type { Logger, LogLevel } from './log.js';

/** Writes what the broker reports to the log. */
export function logBrokerEvents(broker: SmfBroker, logger: Logger): void {
  broker.on('clientUp', (client) => {
    logger.log('info', 'client.up', `client ${client.clientName} is up`, who(client));
  });
  broker.on('clientDown', (client, { code, detail }) => {
    const { messagesIn, messagesOut, discarded } = client;
    const facts = { ...who(client), code, detail, messagesIn, messagesOut, discarded };
    logger.log(levelOf(code), 'client.down', `client ${client.clientName}: ${DISCONNECT_CODES[code].text}`, facts);
  });
  broker.on('connectionEnded', (remote, { code, detail }) => {
    // Port probes open and close a connection without a word: of no interest above debug.
    const level = code === 'CLIENT_CLOSED' ? 'debug' : levelOf(code);
    logger.log(level, 'connection.ended', DISCONNECT_CODES[code].text, { remote, code, detail });
  });
  broker.on('loginRefused', (remote, username, answer) => {
    logger.log('warn', 'login.refused', answer.text, { remote, username, responseCode: answer.code });
  });
  broker.on('discardStart', (client) => {
    const facts = { ...who(client), waitingBytes: client.waitingBytes };
    logger.log(
      'warn',
      'discard.start',
      `client ${client.clientName} reads too slowly, direct messages are discarded`,
      facts,
    );
  });
  broker.on('discardEnd', (client, frames) => {
    logger.log('warn', 'discard.end', `client ${client.clientName} missed ${frames} messages`, {
      ...who(client),
      frames,
    });
  });
  broker.on('publishDenied', (client, topic) => {
    logger.log('warn', 'publish.denied', `client ${client.clientName} may not publish to ${topic}`, {
      ...who(client),
      topic,
    });
  });
  broker.on('fault', (remote, error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    logger.log('error', 'broker.fault', 'the broker failed on a frame of one client', { remote, error: text });
  });
}

function who(client: ClientInfo): Record<string, unknown> {
  const { clientName, username, vpn, remote, carrier } = client;
  return { clientName, username, vpn, remote, carrier };
}

function levelOf(code: DisconnectCode): LogLevel {
  if (code === 'HANDLER_FAULT') return 'error';
  return code === 'CLIENT_CLOSED' || code === 'SERVER_STOPPING' ? 'info' : 'warn';
}

const SUMMARY_MS = 60_000;
/** Queues named in one line of the log, the deepest first. */
const SUMMARY_QUEUES = 20;

/** Writes the state of the queues to the log once a minute, when it has changed. */
export function logQueues(guaranteed: GuaranteedMessaging | null, logger: Logger): NodeJS.Timeout | undefined {
  if (guaranteed === null) return undefined;
  let last = '';
  const write = (): void => {
    const { queues, messages, bytes, unacked, redelivered, dead } = guaranteed.stats();
    const deepest = guaranteed
      .queueInfos()
      .toSorted((a, b) => b.depth - a.depth)
      .slice(0, SUMMARY_QUEUES)
      .map(({ name, ...queue }) => ({
        name,
        depth: queue.depth,
        bytes: queue.bytes,
        unacked: queue.unacked,
        redelivered: queue.redelivered,
        dead: queue.dead,
      }));
    const facts = { queues, messages, bytes, unacked, redelivered, dead, deepest };
    const text = JSON.stringify(facts);
    if (text === last || queues === 0) return;
    last = text;
    logger.log('info', 'queues.state', `${messages} messages in ${queues} queues`, facts);
  };
  return setInterval(write, SUMMARY_MS).unref();
}

/** Writes what guaranteed messaging reports to the log. */
export function guaranteedLog(logger: Logger): (event: GuaranteedEvent) => void {
  const dead = new DeadMessageLog(logger);
  let failureToldAt = Number.NEGATIVE_INFINITY;
  return (event) => {
    switch (event.kind) {
      case 'spoolFailed': {
        // It is tried again several times a second.
        if (performance.now() - failureToldAt < FAILURE_EVERY_MS) return;
        failureToldAt = performance.now();
        const error = event.error instanceof Error ? event.error.message : String(event.error);
        logger.log('error', 'spool.failed', 'guaranteed messages cannot be stored; publishers are refused', { error });
        return;
      }
      case 'spoolRecovered':
        failureToldAt = Number.NEGATIVE_INFINITY;
        return logger.log('info', 'spool.recovered', 'guaranteed messages are stored again');
      case 'messageDead':
        return dead.add(event);
      case 'messageLost':
        logger.log('error', 'message.lost', `a message of ${event.queue} is not in the spool`, {
          queue: event.queue,
          messageId: event.id,
        });
    }
  };
}

const FAILURE_EVERY_MS = 10_000;
const DEAD_EVERY_MS = 1_000;

type DeadMessage = Omit<GuaranteedEvent & { kind: 'messageDead' }, 'kind'>;

/**
 * Messages die in crowds, as when those who asked have given up while a consumer was away: the first is told at once, those
 * after it once a second for each queue and reason.
 */
class DeadMessageLog {
  private readonly untold = new Map<string, { readonly message: DeadMessage; count: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly logger: Logger) {}

  add(message: DeadMessage): void {
    const key = `${message.queue} ${message.reason} ${message.moved}`;
    const known = this.untold.get(key);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    this.tell(message, 1);
    this.untold.set(key, { message, count: 0 });
    this.timer ??= setInterval(() => this.flush(), DEAD_EVERY_MS).unref();
  }

  private flush(): void {
    for (const [key, entry] of this.untold) {
      if (entry.count === 0) this.untold.delete(key);
      else this.tell(entry.message, entry.count);
      entry.count = 0;
    }
    if (this.untold.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private tell({ queue, reason, moved }: DeadMessage, count: number): void {
    const what = moved ? 'moved to the dead-message queue' : 'dropped';
    const text = `${count} ${count === 1 ? 'message' : 'messages'} of ${queue} ${what}`;
    this.logger.log('warn', 'message.dead', text, { queue, reason, moved, count });
  }
}
