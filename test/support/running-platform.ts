import { decodeMessage, JSON_CODEC } from '@bourseworks/dto';
import { SolaceSession, type InboundMessage } from '@bourseworks/solace-transport';
import { join } from 'node:path';
import { eventually, signedBody, startProcess, tempDir, type LogLine, type StartedProcess } from '@bourseworks/testkit';

/** Any free port for everything: tests run beside each other and beside a platform in use. */
const FREE_PORTS: Readonly<Record<string, string>> = {
  BROKER_SMF_PORT: '0',
  BROKER_WS_PORT: '0',
  BROKER_ADMIN_PORT: '0',
  EXCHANGE_PORT: '0',
  MARKET_DATA_PORT: '0',
  OMS_PORT: '0',
  STRATEGY_HOST_PORT: '0',
  GATEWAY_PORT: '0',
};

const START_TIMEOUT_MS = 90_000;
const RECOVERY_TIMEOUT_MS = 60_000;

/** The whole platform as `npm start` runs it, with its bus and what its services log. */
export class RunningPlatform {
  private constructor(
    readonly launcher: StartedProcess,
    readonly session: SolaceSession,
    readonly http: Readonly<Record<string, string>>,
    /** Address of its broker. */
    readonly solaceUrl: string,
    readonly dataDir: string,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<RunningPlatform> {
    const dataDir = env['DATA_DIR'] ?? tempDir();
    const launcher = startProcess({
      entry: 'apps/cli/src/main.js',
      args: ['up', '--json'],
      env: { ...FREE_PORTS, LOG_LEVEL: 'info', ...env, DATA_DIR: dataDir },
    });
    const ready = await launcher.waitFor((line) => line['event'] === 'launcher.ready', START_TIMEOUT_MS);
    const login = { vpn: 'default', username: 'development', password: 'development' };
    const solaceUrl = ready['solaceUrl'] as string;
    const session = new SolaceSession({ url: solaceUrl, ...login });
    await session.connect();
    return new RunningPlatform(launcher, session, ready['http'] as Record<string, string>, solaceUrl, dataDir);
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
    const pid = this.events('launcher.started').findLast((line) => line['name'] === service)?.['pid'];
    if (typeof pid !== 'number') throw new Error(`${service} was never started`);
    return pid;
  }

  /** Kills a service by its process id and waits until it is back and answers ready. */
  async killAndAwait(service: string): Promise<void> {
    const recovered = this.events('launcher.recovered').length;
    process.kill(this.pid(service), 'SIGKILL');
    await eventually(() => this.events('launcher.recovered').length > recovered, {
      timeoutMs: RECOVERY_TIMEOUT_MS,
      what: `the recovery of ${service}`,
    });
  }

  ask<Reply>(topic: string, body: unknown, timeoutMs = 5_000): Promise<Reply> {
    return this.send<Reply>(topic, JSON_CODEC.encode(body), timeoutMs);
  }

  /** A command as a person of this platform sends it: signed. */
  command<Reply>(topic: string, body: object, timeoutMs?: number): Promise<Reply> {
    return this.ask<Reply>(topic, this.signed(topic, body), timeoutMs);
  }

  signed(topic: string, body: object): object {
    return signedBody(join(this.dataDir, 'actor'), topic, body);
  }

  /** Sends bytes as they are, for what a careless client may send. */
  async send<Reply>(topic: string, bytes: Buffer, timeoutMs = 5_000): Promise<Reply> {
    const reply = await this.request(topic, bytes, timeoutMs);
    const decoded = decodeMessage(reply);
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    return decoded.value as Reply;
  }

  /**
   * A test that keeps this process from answering for a while, as by a compiler, loses the session for a moment, and may
   * notice only when it sends. What is sent has an id, or changes nothing: it may be sent again.
   */
  private async request(topic: string, bytes: Buffer, timeoutMs: number): Promise<InboundMessage> {
    await this.session.whenUp(RECOVERY_TIMEOUT_MS);
    try {
      return await this.session.request(topic, bytes, { timeoutMs });
    } catch (error) {
      if ((error as { code?: string }).code !== 'REQUEST_ABORTED') throw error;
      await this.session.whenUp(RECOVERY_TIMEOUT_MS);
      return this.session.request(topic, bytes, { timeoutMs });
    }
  }

  /** The code of the refusal that a request meets, `none` when it is answered. */
  async refusalOf(topic: string, body: unknown): Promise<string> {
    try {
      await (Buffer.isBuffer(body) ? this.send(topic, body) : this.ask(topic, body));
      return 'none';
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  }

  async stop(): Promise<void> {
    await this.session.close();
    await this.launcher.stop(30_000);
  }
}
