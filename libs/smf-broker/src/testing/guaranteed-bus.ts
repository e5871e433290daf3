import { GuaranteedMessaging } from '../guaranteed/guaranteed-messaging.js';
import type { GuaranteedEvent, GuaranteedOptions } from '../guaranteed/guaranteed-messaging.js';
import type { Queue } from '../guaranteed/queue/queue.js';
import type { SmfBrokerOptions } from '../options.js';
import { RealClient, until } from './real-client.js';
import type { RunningBroker } from './running-broker.js';
import { runBroker } from './running-broker.js';

/** A broker with guaranteed messaging and real clients, for one test. */
export class GuaranteedBus implements AsyncDisposable {
  readonly events: GuaranteedEvent[];
  private readonly clients: RealClient[] = [];

  private constructor(
    readonly running: RunningBroker,
    readonly guaranteed: GuaranteedMessaging,
    events: GuaranteedEvent[],
  ) {
    this.events = events;
  }

  static async start(options: GuaranteedOptions = {}, broker: SmfBrokerOptions = {}): Promise<GuaranteedBus> {
    const events: GuaranteedEvent[] = [];
    const guaranteed = new GuaranteedMessaging({ report: (event) => events.push(event), ...options });
    const running = await runBroker({ extensions: [guaranteed], ...broker });
    return new GuaranteedBus(running, guaranteed, events);
  }

  get port(): number {
    return this.running.tcpPort;
  }

  async client(overrides: Record<string, unknown> = {}): Promise<RealClient> {
    const client = await RealClient.connect(this.port, overrides);
    this.clients.push(client);
    return client;
  }

  /** A client with a new queue. */
  async clientWith(queue: string, properties: Record<string, unknown> = {}): Promise<RealClient> {
    const client = await this.client();
    const refusal = await client.provision(queue, properties);
    if (refusal !== null) throw new Error(`queue ${queue}: subcode ${refusal}`);
    return client;
  }

  queue(name: string): Queue {
    const queue = this.guaranteed.queues().find(({ definition }) => definition.name === name);
    if (queue === undefined) throw new Error(`no queue ${name}`);
    return queue;
  }

  /** Publishes and waits until all are acknowledged or rejected. */
  async publish(client: RealClient, destination: string, texts: readonly string[]): Promise<void> {
    const before = client.acknowledged.length + client.rejected.length;
    for (const text of texts) {
      await until('room in the window', () => canSend(() => client.publish(destination, text)));
    }
    const answered = (): boolean => client.acknowledged.length + client.rejected.length >= before + texts.length;
    await until(`answers to ${texts.length} messages`, answered);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.clients.map((client) => client[Symbol.asyncDispose]()));
    await this.running[Symbol.asyncDispose]();
  }
}

/** False while the window of the publisher is closed. */
function canSend(send: () => void): boolean {
  try {
    send();
    return true;
  } catch (error) {
    if (String(error).includes('Window')) return false;
    throw error;
  }
}
