import { solclient } from '../../../solace-transport/src/session/solclient.js';

type Solace = ReturnType<typeof solclient>;
type RealSession = ReturnType<Solace['SolclientFactory']['createSession']>;
type RealMessage = ReturnType<Solace['SolclientFactory']['createMessage']>;
type RealConsumer = ReturnType<RealSession['createMessageConsumer']>;

/** Events by name, whatever the types of the client say about their listeners. */
interface Emitter {
  on(name: string, listener: (value: never) => void): unknown;
  once(name: string, listener: (value: never) => void): unknown;
}

/** Names that consumers and browsers have in common. */
interface EventNames {
  readonly UP: string;
  readonly DOWN: string;
  readonly CONNECT_FAILED_ERROR: string;
  readonly MESSAGE: string;
}

const WAIT_MS = 15_000;

/** One message as an application sees it. */
export interface Received {
  readonly text: string;
  readonly redelivered: boolean;
  /** Null when the broker tells none. */
  readonly deliveryCount: number | null;
  readonly message: RealMessage;
}

/** The unmodified client, for tests: what the broker sends has to be what it accepts. */
export class RealClient implements AsyncDisposable {
  readonly acknowledged: string[] = [];
  readonly rejected: { readonly key: string; readonly subcode: number; readonly text: string }[] = [];
  readonly events: string[] = [];

  private constructor(readonly session: RealSession) {}

  static async connect(port: number, overrides: Record<string, unknown> = {}): Promise<RealClient> {
    const { SolclientFactory, SessionEventCode, MessagePublisherAcknowledgeMode } = solclient();
    const session = SolclientFactory.createSession({
      url: `tcp://127.0.0.1:${port}`,
      vpnName: 'default',
      userName: 'development',
      password: 'development',
      connectRetries: 0,
      reconnectRetries: -1,
      reconnectRetryWaitInMsecs: 50,
      connectTimeoutInMsecs: 10_000,
      reapplySubscriptions: true,
      publisherProperties: {
        enabled: true,
        windowSize: 50,
        acknowledgeMode: MessagePublisherAcknowledgeMode.PER_MESSAGE,
      },
      ...overrides,
    });
    const client = new RealClient(session);
    for (const [name, code] of Object.entries(SessionEventCode)) {
      if (typeof code === 'number') session.on(code, () => client.events.push(name));
    }
    session.on(SessionEventCode.ACKNOWLEDGED_MESSAGE, (event: unknown) => {
      client.acknowledged.push(String((event as { correlationKey?: unknown }).correlationKey));
    });
    session.on(SessionEventCode.REJECTED_MESSAGE_ERROR, (error: unknown) => {
      const { correlationKey, subcode, errorSubcode, infoStr } = error as Record<string, unknown>;
      client.rejected.push({
        key: String(correlationKey),
        subcode: Number(subcode ?? errorSubcode),
        text: String(infoStr),
      });
    });
    await new Promise<void>((resolve, reject) => {
      session.on(SessionEventCode.UP_NOTICE, () => resolve());
      session.on(SessionEventCode.CONNECT_FAILED_ERROR, (error: unknown) =>
        reject(new Error(String((error as { infoStr?: unknown }).infoStr))),
      );
      session.connect();
    });
    return client;
  }

  /** Makes a durable queue; the subcode of the refusal, or null. */
  provision(name: string, properties: Record<string, unknown> = {}): Promise<number | null> {
    const { QueueType, SessionEventCode } = solclient();
    return this.answer(SessionEventCode.PROVISION_OK, SessionEventCode.PROVISION_ERROR, (key) => {
      const queue = { name, type: QueueType.QUEUE, durable: true };
      this.session.provisionEndpoint(queue as never, properties, false, key);
    });
  }

  deprovision(name: string): Promise<number | null> {
    const { QueueType, SessionEventCode } = solclient();
    return this.answer(SessionEventCode.PROVISION_OK, SessionEventCode.PROVISION_ERROR, (key) => {
      this.session.deprovisionEndpoint({ name, type: QueueType.QUEUE, durable: true } as never, false, key);
    });
  }

  /** Publishes to a queue, or to a topic with `topic:` in front. The text is the key of its acknowledgement. */
  publish(destination: string, text: string, change: (message: RealMessage) => void = () => undefined): void {
    const { SolclientFactory, MessageDeliveryModeType } = solclient();
    const message = SolclientFactory.createMessage();
    message.setDestination(
      destination.startsWith('topic:')
        ? SolclientFactory.createTopicDestination(destination.slice(6))
        : SolclientFactory.createDurableQueueDestination(destination),
    );
    message.setBinaryAttachment(Buffer.from(text));
    message.setDeliveryMode(MessageDeliveryModeType.PERSISTENT);
    message.setCorrelationKey(text);
    change(message);
    this.session.send(message);
  }

  /** Binds to a durable queue and starts; with `name` null to a temporary one. */
  async consume(name: string | null, options: Record<string, unknown> = {}): Promise<RealConsumption> {
    const { QueueType, MessageConsumerAcknowledgeMode } = solclient();
    const type = QueueType.QUEUE;
    const queueDescriptor = name === null ? { type, durable: false } : { name, type, durable: true };
    const consumer = this.session.createMessageConsumer({
      queueDescriptor,
      acknowledgeMode: MessageConsumerAcknowledgeMode.CLIENT,
      connectAttempts: 1,
      ...options,
    });
    const consumption = new RealConsumption(consumer);
    await consumption.up();
    return consumption;
  }

  /** Looks at a queue; `RealConsumption` is where what it sees is gathered. */
  async browse(name: string): Promise<RealConsumption> {
    const { QueueType } = solclient();
    const queueDescriptor = { name, type: QueueType.QUEUE, durable: true };
    const browser = this.session.createQueueBrowser({ queueDescriptor, connectAttempts: 1 });
    const browsing = new RealConsumption(browser as unknown as RealConsumer, solclient().QueueBrowserEventName);
    await browsing.up();
    return browsing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await new Promise<void>((resolve) => {
        this.session.on(solclient().SessionEventCode.DISCONNECTED, () => resolve());
        setTimeout(resolve, 1_000).unref();
        this.session.disconnect();
      });
      this.session.dispose();
    } catch {
      // Already gone, which is what was wanted.
    }
  }

  private answer(good: number, bad: number, ask: (key: string) => void): Promise<number | null> {
    return new Promise((resolve) => {
      const onGood = (): void => settle(null);
      const onBad = (error: unknown): void => {
        const { subcode, errorSubcode } = error as Record<string, unknown>;
        settle(Number(subcode ?? errorSubcode));
      };
      const settle = (value: number | null): void => {
        this.session.removeListener(good as never, onGood);
        this.session.removeListener(bad as never, onBad);
        resolve(value);
      };
      this.session.on(good, onGood);
      this.session.on(bad, onBad);
      ask('key');
    });
  }
}

/** A consumer and what it got. */
export class RealConsumption {
  readonly got: Received[] = [];
  readonly events: string[] = [];
  /** Called with each message as it comes. */
  onMessage: (received: Received) => void = () => undefined;

  private readonly emitter: Emitter;

  constructor(
    readonly consumer: RealConsumer,
    private readonly names: EventNames = solclient().MessageConsumerEventName,
  ) {
    this.emitter = consumer as unknown as Emitter;
    for (const name of Object.values(names)) {
      if (name !== names.MESSAGE) this.emitter.on(name, () => this.events.push(name));
    }
    this.emitter.on(names.MESSAGE, (message: RealMessage) => {
      const received = {
        text: Buffer.from(message.getBinaryAttachment() as Uint8Array).toString(),
        redelivered: message.isRedelivered(),
        deliveryCount: countOf(message),
        message,
      };
      this.got.push(received);
      this.onMessage(received);
    });
  }

  /** Connects. Rejects with the subcode as `cause`. */
  up(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.emitter.on(this.names.UP, () => resolve());
      this.emitter.on(this.names.CONNECT_FAILED_ERROR, (error: unknown) => {
        const { message, subcode } = error as { message?: string; subcode?: number };
        reject(new Error(String(message), { cause: subcode }));
      });
      this.consumer.connect();
    });
  }

  texts(): string[] {
    return this.got.map(({ text }) => text);
  }

  /** Subscribes the queue to a topic; the subcode of the refusal, or null. */
  subscribe(topic: string, remove = false): Promise<number | null> {
    const { MessageConsumerEventName, SolclientFactory } = solclient();
    const destination = SolclientFactory.createTopicDestination(topic);
    return new Promise((resolve) => {
      this.emitter.once(MessageConsumerEventName.SUBSCRIPTION_OK, () => resolve(null));
      this.emitter.once(MessageConsumerEventName.SUBSCRIPTION_ERROR, (error: unknown) => {
        resolve(Number((error as { subcode?: unknown }).subcode));
      });
      if (remove) this.consumer.removeSubscription(destination, topic, 10_000);
      else this.consumer.addSubscription(destination, topic, 10_000);
    });
  }

  async received(count: number): Promise<Received[]> {
    await until(`${count} messages`, () => this.got.length >= count);
    return this.got;
  }

  async stop(): Promise<void> {
    const down = new Promise((resolve) => this.emitter.once(this.names.DOWN, resolve));
    this.consumer.disconnect();
    await down;
  }
}

function countOf(message: RealMessage): number | null {
  try {
    return message.getDeliveryCount() ?? null;
  } catch {
    return null;
  }
}

/** Resolves when the condition holds; rejects after a time that a loaded machine does not reach. */
export async function until(what: string, condition: () => boolean, waitMs = WAIT_MS): Promise<void> {
  const end = performance.now() + waitMs;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`not in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Outcomes by name, for `requiredSettlementOutcomes` and `settle`. */
export function outcomes(...names: readonly ('ACCEPTED' | 'FAILED' | 'REJECTED')[]): number[] {
  return names.map((name) => solclient().MessageOutcome[name]);
}
