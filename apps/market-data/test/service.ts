import { liveTopic, type ErrorShape, type HistoricalDataPartShape } from '@bourseworks/dto/shapes';
import { formatNanos } from '@bourseworks/domain';
import { DEVELOPMENT_USER, SmfBroker } from '@bourseworks/smf-broker';
import { SolaceSession, type ReplyObserver } from '@bourseworks/solace-transport';
import { data, startProcess, tempDir, type StartedProcess } from '@bourseworks/testkit';

export const nanos = (iso: string): string => formatNanos(Date.parse(iso) * 1_000);
export const barTopic = (symbol: string, venue = 'coinbase'): string => liveTopic('bar-1m', venue, symbol);

/** The service as its users run it, on a broker of its own, and a client of it. */
export class TestService implements AsyncDisposable {
  private constructor(
    private readonly broker: SmfBroker,
    readonly process: StartedProcess,
    readonly client: SolaceSession,
    readonly port: number,
    readonly login: { url: string; vpn: string; username: string; password: string },
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<TestService> {
    const broker = new SmfBroker({ tcpPort: 0, wsPort: null });
    const { tcpPort } = await broker.start();
    const { vpn, username, password } = DEVELOPMENT_USER;
    const login = { url: `tcp://127.0.0.1:${tcpPort}`, vpn, username, password };
    const process = startProcess({
      entry: 'apps/market-data/src/main.js',
      env: {
        SOLACE_URL: login.url,
        SOLACE_VPN: vpn,
        SOLACE_USERNAME: username,
        SOLACE_PASSWORD: password,
        MARKET_DATA_PORT: '0',
        ADAPTERS: 'replay',
        REPLAY_DATA: data(),
        DATA_DIR: tempDir('market-data'),
        ...env,
      },
    });
    const client = new SolaceSession(login);
    const [ready] = await Promise.all([process.waitFor('service.ready'), client.connect()]);
    return new TestService(broker, process, client, ready['port'] as number, login);
  }

  /** The reply, or its error. */
  async ask<T>(topic: string, body: object): Promise<T & Partial<ErrorShape>> {
    try {
      const reply = await this.client.request(topic, Buffer.from(JSON.stringify(body)), { timeoutMs: 30_000 });
      return JSON.parse(Buffer.from(reply.payload).toString()) as T & Partial<ErrorShape>;
    } catch (error) {
      const { code, message } = error as { code: ErrorShape['error']['code']; message: string };
      return { error: { code, message } } as T & ErrorShape;
    }
  }

  /** All parts of a history answer, or its error. */
  history(body: object): Promise<{ parts: HistoricalDataPartShape[]; code?: string }> {
    return new Promise((resolve) => {
      const parts: HistoricalDataPartShape[] = [];
      const observer: ReplyObserver = {
        onPart: (message) => void parts.push(JSON.parse(Buffer.from(message.payload).toString())),
        onEnd: () => resolve({ parts }),
        onError: ({ code }) => resolve({ parts, code }),
      };
      // Many requests wait for one worker.
      const properties = { timeoutMs: 30_000 };
      this.client.requestParts(
        'marketdata/request/historical',
        Buffer.from(JSON.stringify(body)),
        observer,
        properties,
      );
    });
  }

  /** Messages of a pattern from now on. */
  async listen<T>(pattern: string): Promise<{ topic: string; body: T }[]> {
    const heard: { topic: string; body: T }[] = [];
    await this.client.subscribe(pattern, (message) => {
      heard.push({ topic: message.topic, body: JSON.parse(Buffer.from(message.payload).toString()) as T });
    });
    return heard;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    await this.process.stop();
    await this.broker.stop();
  }
}
