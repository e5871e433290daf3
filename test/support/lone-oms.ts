import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMessage, JSON_CODEC, type OrderReplyShape, type RiskEventShape } from '@bourseworks/dto';
import { SolaceSession } from '@bourseworks/solace-transport';
import { freePort, startProcess, tempDir, type ProcessOptions, type StartedProcess } from '@bourseworks/testkit';
import { Venue } from '../chaos/oms/venue.js';

const ACCOUNT = 'SIM';
const SYMBOL = 'BTCUSD';
/** Longer than the OMS is away: what it did not take waits in its queue. */
const ANSWER_MS = 90_000;

/** What a process of the OMS is started with beside its settings. */
export type OmsStart = Pick<ProcessOptions, 'execArgv' | 'env' | 'through'>;

/** An OMS by itself, without a launcher that brings it back, at a bus and an exchange of its own. */
export class LoneOms {
  private process: StartedProcess | undefined;

  private constructor(
    readonly venue: Venue,
    readonly session: SolaceSession,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async at(dataDir: string): Promise<LoneOms> {
    const free = { BROKER_SMF_PORT: '0', BROKER_WS_PORT: '0', BROKER_ADMIN_PORT: '0', BROKER_SPOOL: 'memory' };
    const broker = startProcess({ entry: 'libs/smf-broker/src/main.js', env: { ...free, LOG_LEVEL: 'info' } });
    const exchange = startProcess({
      entry: 'apps/exchange/src/main.js',
      env: { EXCHANGE_PORT: '0', LOG_LEVEL: 'info' },
    });
    const { smfPort } = await broker.waitFor('service.ready');
    const { port } = await exchange.waitFor('service.ready');
    const [url, exchangeUrl] = [`tcp://127.0.0.1:${String(smfPort)}`, `http://127.0.0.1:${String(port)}`];
    const session = new SolaceSession({
      url,
      vpn: 'default',
      username: 'development',
      password: 'development',
      guaranteed: true,
    });
    await session.connect();
    const limits = join(tempDir(), 'limits.json');
    const rules = [{ scope: 'firm', id: 'all', maxOpenOrders: 10_000 }];
    writeFileSync(limits, JSON.stringify({ version: 1, rules }));
    return new LoneOms(new Venue(exchangeUrl, ACCOUNT), session, {
      SOLACE_URL: url,
      EXCHANGE_URL: exchangeUrl,
      RISK_FILE: limits,
      DATA_DIR: dataDir,
      OMS_PORT: String(await freePort()),
      LOG_LEVEL: 'info',
    });
  }

  /** Starts a process of the OMS and waits until it is ready. */
  async start(start: OmsStart = {}): Promise<StartedProcess> {
    const env = { ...this.env, ...start.env };
    this.process = startProcess({ entry: 'apps/oms/src/main.js', ...start, env });
    await this.process.waitFor('service.ready', 60_000);
    return this.process;
  }

  /** Status and body of its readiness; undefined when nobody answers. */
  async readiness(): Promise<{ readonly status: number; readonly body: unknown } | undefined> {
    const answer = await fetch(`http://127.0.0.1:${this.env['OMS_PORT']}/health/ready`).catch(() => undefined);
    return answer && { status: answer.status, body: await answer.json() };
  }

  /** The code that a question meets, `none` when it is answered. */
  async questionCode(): Promise<string> {
    const question = this.session.request('orders/query/v1/positions', JSON_CODEC.encode({}), { timeoutMs: 5_000 });
    return question.then(
      () => 'none',
      (error: { code?: string }) => String(error.code),
    );
  }

  /** Order `n` of a strategy, which rests at the exchange. Rejects with the code of a refusal of the request. */
  async place(n: number, price: string): Promise<OrderReplyShape> {
    const topic = `orders/request/v1/submit/${ACCOUNT}/desk`;
    const terms = { venue: 'sim', symbol: SYMBOL, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01' };
    const command = { commandId: `desk-1-${n}`, account: ACCOUNT, strategy: 'desk', sentTime: `${Date.now()}000000` };
    const body = JSON_CODEC.encode({ ...command, ...terms, price });
    const reply = await this.session.request(topic, body, { timeoutMs: ANSWER_MS, deliveryMode: 'persistent' });
    const decoded = decodeMessage(reply);
    if (!decoded.ok) throw new Error(decoded.refusal.message);
    return decoded.value as OrderReplyShape;
  }

  /** A price at which nobody sells. */
  async restingPrice(): Promise<string> {
    await this.venue.refreshQuotes([SYMBOL]);
    return Math.floor((this.venue.quote(SYMBOL)?.bid ?? 0) / 2).toFixed(2);
  }

  /** Ids of the orders that the exchange has. */
  async atVenue(): Promise<string[]> {
    return (await this.venue.openOrders()).map(({ clientOrderId }) => clientOrderId).sort();
  }

  /** What is said on the bus about the journal from now on. */
  async alarms(): Promise<RiskEventShape[]> {
    const found: RiskEventShape[] = [];
    await this.session.subscribe('risk/event/v1/JOURNAL_WRITE/>', (message) => {
      const decoded = decodeMessage(message);
      if (decoded.ok) found.push(decoded.value as RiskEventShape);
    });
    return found;
  }

  async stop(): Promise<void> {
    await this.process?.stop();
    await this.session.close();
  }
}
