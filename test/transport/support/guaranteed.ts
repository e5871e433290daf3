import type { QueueMessage, SolaceSession } from '@bourseworks/solace-transport/session';
import { need } from './need.js';
import { queue, until, type TestBus } from './suite.js';

const MARK = 'mark of the end';

export interface GuaranteedSession {
  readonly session: SolaceSession;
  /** Whether the broker tells how often a message was delivered; some do it for queues that an administrator marked. */
  readonly counts: boolean;
}

/**
 * A session that may do what queues need. What the broker, or the user, lacks is named here, once, instead of showing as
 * the time-out of some test.
 */
export async function guaranteedSession(bus: TestBus): Promise<GuaranteedSession> {
  const session = await bus.session({ guaranteed: true });
  const name = queue('capabilities');
  await need(
    'make queues',
    'a message spool, and "allow guaranteed endpoint create" in its client profile',
    session.queues.provision(name, { access: 'exclusive' }),
  );
  await need(
    'publish guaranteed messages',
    '"allow guaranteed message send" in its client profile',
    session.publishGuaranteed({ queue: name }, Buffer.from('first')),
  );
  const found: QueueMessage[] = [];
  const consumer = session.queues.consumer({ queue: name }, (message) => {
    message.settle(found.length === 0 ? 'failed' : 'accepted');
    found.push(message);
  });
  await need(
    'consume queues with negative acknowledgements',
    '"allow guaranteed message receive" in its client profile, and a broker of 10.2 or newer',
    consumer.start(),
  );
  await until('the redelivery of a message that failed', () => found.length === 2);
  await consumer.close();
  return { session, counts: found[1].deliveryCount !== undefined };
}

/** Takes the next message of a queue that nobody else consumes. */
export async function take(session: SolaceSession, name: string): Promise<QueueMessage> {
  const found: QueueMessage[] = [];
  const consumer = session.queues.consumer({ queue: name, maxUnsettled: 1 }, (message) => {
    // What came after it stays for the next one who takes.
    if (found.length === 0) message.settle('accepted');
    found.push(message);
  });
  await consumer.start();
  await until(`a message of ${name}`, () => found.length > 0);
  await consumer.close(0);
  return found[0];
}

/** Empties a queue that nobody else consumes; what was in it, in its order. No broker can be asked for a depth in band. */
export async function contents(session: SolaceSession, name: string): Promise<string[]> {
  const found: string[] = [];
  const consumer = session.queues.consumer({ queue: name }, (message) => {
    found.push(message.payload.toString());
    message.settle('accepted');
  });
  await session.publishGuaranteed({ queue: name }, Buffer.from(MARK));
  await consumer.start();
  await until(`the end of ${name}`, () => found.at(-1) === MARK);
  await consumer.close();
  return found.slice(0, -1);
}
