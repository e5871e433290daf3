import type solace from 'solclientjs';
import { TransportError } from '../../errors.js';
import { assertQueueName } from '../../wire/destination.js';
import { reasonOf } from '../session-connection.js';
import { solclient, subcodeOf } from '../solclient.js';
import { toClientProperties, type QueueProperties } from './queue-properties.js';

interface Waiting {
  resolve(event: solace.SessionEvent): void;
  reject(error: Error): void;
}

/** Makes and removes durable queues, each confirmed by the broker. */
export class QueueProvisioning {
  private readonly waiting = new Map<object, Waiting>();

  constructor(
    private readonly native: solace.Session,
    private readonly timeoutMs: number,
    private readonly whenUp: (timeoutMs: number) => Promise<void>,
  ) {
    const { PROVISION_OK, PROVISION_ERROR } = solclient().SessionEventCode;
    native.on(PROVISION_OK, (event) => this.take(event.correlationKey)?.resolve(event));
    native.on(PROVISION_ERROR, (event) => this.take(event.correlationKey)?.reject(refused(reasonOf(event))));
  }

  /**
   * Makes a durable queue unless it exists; then it stays as it is.
   * @returns whether it was made now
   * @throws TransportError BAD_QUEUE, QUEUE_REFUSED with the broker's reason, TRANSPORT_DOWN, TRANSPORT_CLOSED
   */
  async provision(name: string, properties: QueueProperties = {}): Promise<boolean> {
    const event = await this.ask(name, (descriptor, key) =>
      this.native.provisionEndpoint(descriptor, toClientProperties(properties), true, key),
    );
    return subcodeOf(event) !== solclient().ErrorSubcode.ENDPOINT_ALREADY_EXISTS;
  }

  /** Removes a queue with all its messages; one that is not there is no error. @throws TransportError as `provision` */
  async remove(name: string): Promise<void> {
    await this.ask(name, (descriptor, key) => this.native.deprovisionEndpoint(descriptor, true, key));
  }

  /** What was asked over the lost connection is not answered any more. Asking again does no harm. */
  lost(closed: boolean): void {
    const error = closed
      ? TransportError.of('TRANSPORT_CLOSED', 'the session was closed')
      : TransportError.of('TRANSPORT_DOWN', 'the connection was lost before the broker answered');
    for (const key of this.waiting.keys()) this.take(key)?.reject(error);
  }

  private async ask(
    name: string,
    send: (descriptor: solace.QueueDescriptor, key: object) => void,
  ): Promise<solace.SessionEvent> {
    const descriptor = queueDescriptor(name);
    await this.whenUp(this.timeoutMs);
    const key = { name };
    const answer = new Promise<solace.SessionEvent>((resolve, reject) => this.waiting.set(key, { resolve, reject }));
    const late = `the broker did not answer for "${name}" within ${this.timeoutMs} ms`;
    const timer = setTimeout(() => this.take(key)?.reject(refused(late)), this.timeoutMs);
    try {
      send(descriptor, key);
      return await answer;
    } catch (error) {
      throw error instanceof TransportError ? error : refused(reasonOf(error), error);
    } finally {
      clearTimeout(timer);
      this.waiting.delete(key);
    }
  }

  private take(key: object | null | undefined): Waiting | undefined {
    if (key == null) return undefined;
    const waiting = this.waiting.get(key);
    this.waiting.delete(key);
    return waiting;
  }
}

function refused(reason: string, cause?: unknown): TransportError {
  return TransportError.of('QUEUE_REFUSED', reason, cause);
}

/** @throws TransportError BAD_QUEUE */
export function queueDescriptor(name: string): solace.QueueDescriptor {
  assertQueueName(name);
  const { QueueDescriptor, QueueType } = solclient();
  return new QueueDescriptor({ name, type: QueueType.QUEUE, durable: true });
}
