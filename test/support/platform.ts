import { JSON_CODEC } from '@bourseworks/dto';
import { SolaceSession, type InboundMessage } from '@bourseworks/solace-transport';
import { eventually, startProcess, tempDir, type LogLine, type StartedProcess } from '@bourseworks/testkit';

/** Any free port for everything: tests run beside each other and beside a platform in use. */
export const FREE_PORTS: Readonly<Record<string, string>> = {
  BROKER_SMF_PORT: '0',
  BROKER_WS_PORT: '0',
  EXCHANGE_PORT: '0',
  MARKET_DATA_PORT: '0',
  OMS_PORT: '0',
  STRATEGY_HOST_PORT: '0',
};

const START_TIMEOUT_MS = 90_000;

/** The whole platform as `npm start` runs it, with its bus and what its services log. */
export class RunningPlatform {
  private constructor(
    readonly launcher: StartedProcess,
    readonly session: SolaceSession,
    readonly http: Readonly<Record<string, string>>,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<RunningPlatform> {
    const launcher = startProcess({
      entry: 'apps/cli/src/main.js',
      args: ['up', '--json'],
      env: { ...FREE_PORTS, DATA_DIR: tempDir(), LOG_LEVEL: 'info', ...env },
    });
    const ready = await launcher.waitFor((line) => line['event'] === 'launcher.ready', START_TIMEOUT_MS);
    const session = new SolaceSession({
      url: ready['solaceUrl'] as string,
      vpn: 'default',
      username: 'development',
      password: 'development',
    });
    await session.connect();
    return new RunningPlatform(launcher, session, ready['http'] as Record<string, string>);
  }

  get lines(): readonly LogLine[] {
    return this.launcher.lines;
  }

  /** Lines of one event, optionally of one service. */
  events(event: string, service?: string): LogLine[] {
    return this.lines.filter(
      (line) => line['event'] === event && (service === undefined || line['service'] === service),
    );
  }

  /** Process id that a service runs under now. */
  pid(service: string): number {
    const pid = this.lines.findLast((line) => line['service'] === service && typeof line['pid'] === 'number')?.['pid'];
    if (typeof pid !== 'number') throw new Error(`${service} has not logged yet`);
    return pid;
  }

  async ask<Reply>(topic: string, body: unknown, timeoutMs = 5_000): Promise<Reply> {
    return this.send<Reply>(topic, JSON_CODEC.encode(body), timeoutMs);
  }

  /** Sends bytes as they are, for what a careless client may send. */
  async send<Reply>(topic: string, bytes: Uint8Array, timeoutMs = 5_000): Promise<Reply> {
    const reply: InboundMessage = await this.session.request(topic, Buffer.from(bytes), { timeoutMs });
    const decoded = JSON_CODEC.decode(reply.payload);
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    return decoded.value as Reply;
  }

  /** The code of the refusal that a request meets. */
  async refusalOf(topic: string, body: unknown): Promise<string> {
    try {
      await (body instanceof Uint8Array ? this.send(topic, body) : this.ask(topic, body));
      return 'none';
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  }

  /** Waits until a service answers ready on its HTTP port. */
  ready(service: string, timeoutMs = 30_000): Promise<void> {
    return eventually(
      async () => {
        const response = await fetch(`${this.http[service]}/health/ready`).catch(() => undefined);
        if (response?.status !== 200) throw new Error(`${service} is not ready`);
      },
      { timeoutMs },
    );
  }

  async stop(): Promise<void> {
    await this.session.close();
    await this.launcher.stop(30_000);
  }
}
