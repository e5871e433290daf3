import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { Server } from 'node:http';
import { OWASP_MINIMUM } from '../src/auth/phc.js';
import { PasswordHasher } from '../src/auth/password-hasher.js';
import { GatewayModule } from '../src/gateway.module.js';
import { configureHttp } from '../src/http/configure-http.js';
import { Db } from '../src/database/db.js';
import type { Row } from '../src/database/schema.js';
import { FirstAdmin } from '../src/users/first-admin.js';
import { createLogger, PinoEventLog } from '@bourseworks/observability';
import { Clock, EventLog, SystemClock } from '@bourseworks/ports';
import { GuaranteedMessaging, SmfBroker } from '@bourseworks/smf-broker';
import { tempDir, VirtualClock } from '@bourseworks/testkit';
import type { INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';

/** Passwords in tests are not worth 19 MiB each. */
const CHEAP = { ...OWASP_MINIMUM, memory: 64, passes: 1 };
const WORK = { cost: CHEAP, concurrency: 4, queue: 2_000 };

export const ADMIN_PASSWORD = 'tulip-anvil-harbour-7';

export interface GatewayOptions {
  readonly env?: Record<string, string>;
  readonly dataDir?: string;
  readonly clock?: VirtualClock;
  /** By the machine's clock, for a gateway beside a real platform. */
  readonly realTime?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly cookies: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Ask {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly cookie?: string | undefined;
}

/** A gateway with a database of its own, on a clock that stands still. */
export class TestGateway {
  private constructor(
    readonly app: INestApplication,
    readonly url: string,
    readonly clock: VirtualClock,
    readonly dataDir: string,
    /** Every line that was logged. */
    readonly logged: readonly string[],
    /** The bus that it is on. */
    readonly busUrl: string,
    private readonly broker: SmfBroker,
  ) {}

  static async start(options: GatewayOptions = {}): Promise<TestGateway> {
    const { env = {}, dataDir = tempDir('gateway'), clock = new VirtualClock(), realTime = false } = options;
    const logged: string[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        logged.push(chunk.toString());
        done();
      },
    });
    const broker = new SmfBroker({ tcpPort: 0, wsPort: null, extensions: [new GuaranteedMessaging()] });
    const { tcpPort } = await broker.start();
    const all = {
      SOLACE_URL: `tcp://127.0.0.1:${tcpPort}`,
      DATA_DIR: dataDir,
      GATEWAY_REQUESTS_PER_MINUTE: '1000000',
      GATEWAY_READS_PER_MINUTE: '1000000',
      GATEWAY_COMMANDS_PER_MINUTE: '1000000',
      LOG_LEVEL: 'silent',
      ...env,
    };
    const log = new PinoEventLog(createLogger('gateway', { LOG_LEVEL: 'trace' }, sink));
    const testing = await Test.createTestingModule({ imports: [GatewayModule.fromEnv(all)] })
      .overrideProvider(Clock)
      .useValue(realTime ? new SystemClock() : clock)
      .overrideProvider(EventLog)
      .useValue(log)
      .overrideProvider(PasswordHasher)
      .useValue(new PasswordHasher(WORK))
      .compile();
    const app = testing.createNestApplication({ logger: false, forceCloseConnections: true });
    configureHttp(app);
    await app.listen(0, '127.0.0.1');
    const server = app.getHttpServer() as Server;
    // Its client shares the process: after a long step both would find at once that a kept connection is old.
    server.keepAliveTimeout = 0;
    const { port } = server.address() as AddressInfo;
    return new TestGateway(app, `http://127.0.0.1:${port}`, clock, dataDir, logged, all.SOLACE_URL, broker);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.app.get(token as never, { strict: false });
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.broker.stop();
  }

  async ask(method: string, path: string, { token, body, headers = {}, cookie }: Ask = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      cookies: response.headers.getSetCookie(),
      body: (json ? JSON.parse(text) : { text }) as Record<string, unknown>,
    };
  }

  async login(username: string, password: string): Promise<Answer> {
    return this.ask('POST', '/api/v1/auth/login', { body: { username, password } });
  }

  async refresh(cookie: string | undefined): Promise<Answer> {
    return this.ask('POST', '/api/v1/auth/refresh', { cookie, headers: { 'x-bourseworks-client': 'test' } });
  }

  /** The first admin, past the change of the one-time password; gives an access token. */
  async admin(): Promise<string> {
    const password = (await this.get(FirstAdmin).ensure()) ?? '';
    return this.withOwnPassword('admin', password, ADMIN_PASSWORD);
  }

  /** A user made by the admin, past the change of the one-time password. */
  async user(adminToken: string, username: string, roles: string[], password = 'meadow-lantern-orbit-3') {
    const made = await this.ask('POST', '/api/v1/users', { token: adminToken, body: { username, roles } });
    const token = await this.withOwnPassword(username, String(made.body['oneTimePassword']), password);
    return { id: idOf(made.body['user']), token, password };
  }

  private async withOwnPassword(username: string, oneTime: string, password: string): Promise<string> {
    const token = String((await this.login(username, oneTime)).body['accessToken']);
    const body = { currentPassword: oneTime, newPassword: password };
    const changed = await this.ask('PUT', '/api/v1/auth/password', { token, body });
    if (changed.status !== 204) throw new Error(JSON.stringify(changed.body));
    return token;
  }

  async audited(action: string): Promise<Row<'audit_log'>[]> {
    return this.get(Db)
      .kysely.selectFrom('audit_log')
      .selectAll()
      .where('action', '=', action)
      .orderBy('sequence')
      .execute();
  }
}

/** The `id` of an object in an answer. */
export function idOf(value: unknown): string {
  return (value as { id: string }).id;
}

/** `name=value` of the refresh cookie, as a browser sends it back. */
export function cookieOf({ cookies }: Answer): string | undefined {
  return cookies.find((cookie) => cookie.includes('bourseworks-refresh='))?.split(';', 1)[0];
}
