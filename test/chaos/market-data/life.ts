import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEVELOPMENT_USER, SmfBroker } from '@bourseworks/smf-broker';
import { SolaceSession } from '@bourseworks/solace-transport';
import { entry } from '@bourseworks/testkit';
import { TestRedis } from '../../../libs/storage/test/redis-server.js';
import { Crowd } from './crowd.js';
import { Instances } from './instances.js';
import { Venue } from './venue.js';

export type StoreKind = 'file' | 'redis';

const INSTANCES = 3;

/** Three instances over one store, their venue, a broker, and those who want streams. */
export class Life {
  private constructor(
    readonly venue: Venue,
    readonly instances: Instances,
    readonly crowd: Crowd,
    readonly logFile: string,
    private readonly parts: {
      readonly directory: string;
      readonly broker: SmfBroker;
      readonly session: SolaceSession;
      readonly redis: TestRedis | undefined;
    },
  ) {}

  static async begin(store: StoreKind): Promise<Life> {
    const directory = mkdtempSync(join(realpathSync(tmpdir()), 'bourseworks-chaos-'));
    const logFile = join(directory, 'log.jsonl');
    const broker = new SmfBroker({ tcpPort: 0, wsPort: null });
    const { tcpPort } = await broker.start();
    const { vpn, username, password } = DEVELOPMENT_USER;
    const url = `tcp://127.0.0.1:${tcpPort}`;
    const session = new SolaceSession({ url, vpn, username, password });
    await session.connect();
    const venue = await Venue.start();
    const redis = store === 'redis' ? await TestRedis.start() : undefined;
    const adapter = entry('test/chaos/market-data/counted-adapter.js');
    const instances = new Instances(
      {
        SOLACE_URL: url,
        SOLACE_VPN: vpn,
        SOLACE_USERNAME: username,
        SOLACE_PASSWORD: password,
        MARKET_DATA_PORT: '0',
        LOG_LEVEL: 'info',
        ADAPTERS: `${adapter}#createMany,${adapter}#createOne`,
        COUNTED_VENUE_PORT: String(venue.port),
        DATA_DIR: join(directory, 'data'),
        REDIS_URL: redis === undefined ? '' : `redis://127.0.0.1:${redis.server.port}`,
      },
      logFile,
    );
    await Promise.all(Array.from({ length: INSTANCES }, () => instances.start()));
    return new Life(venue, instances, await Crowd.join(session), logFile, { directory, broker, session, redis });
  }

  /** `keep`: leaves the log. */
  async end(keep: boolean): Promise<void> {
    const { directory, broker, session, redis } = this.parts;
    await this.crowd.close();
    await this.instances.stop();
    await this.venue.stop();
    await session.close();
    await broker.stop();
    await redis?.kill();
    if (!keep) rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
