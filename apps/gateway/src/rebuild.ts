import 'reflect-metadata';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '@bourseworks/domain';
import { topicRights } from '@bourseworks/dto';
import { ConfigError, createLogger, loadEnv, PinoEventLog, ReadinessRegistry } from '@bourseworks/observability';
import { SystemClock } from '@bourseworks/ports';
import { BusConfig, busLogin } from '@bourseworks/service';
import { SolaceSession } from '@bourseworks/solace-transport';
import { PlatformBus } from './bus/platform-bus.js';
import { GatewayConfig } from './config/gateway-config.js';
import { Db } from './database/db.js';
import { OrderProjection } from './projection/order-projection.js';
import { rebuildProjection, type RebuildProgress } from './projection/rebuild-projection.js';

const told = ({ sequence, orders }: RebuildProgress): string => `${orders} orders, journal sequence ${sequence}`;
const say = (text: string): void => void process.stdout.write(`rebuild: ${text}\n`);

/** Fills the projections of the gateway's database anew from the OMS; run with the settings of the gateway. */
async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const { dataDir } = loadEnv(GatewayConfig, env);
  const log = new PinoEventLog(createLogger('gateway-rebuild', { LOG_LEVEL: 'warn', ...env }));
  const clientName = `gateway-rebuild-${hostname()}-${process.pid}`;
  const login = busLogin(loadEnv(BusConfig, env), env);
  const session = new SolaceSession({ ...login, clientName, topics: topicRights('gateway') });
  const db = await Db.open({ path: join(dataDir, 'gateway', 'gateway.db') });
  const clock = new SystemClock();
  try {
    await session.connect();
    const bus = new PlatformBus(session, new ReadinessRegistry(), log);
    const projection = new OrderProjection(bus, db, clock, log);
    const done = await rebuildProjection(db, projection, clock, (at) => say(told(at)));
    say(`done: ${told(done)}`);
  } finally {
    await session.close();
    await db.close();
  }
}

try {
  await main(process.env);
} catch (error) {
  const known = error instanceof ConfigError || error instanceof DomainError || 'code' in (error as object);
  process.stderr.write(`rebuild: ${known ? (error as Error).message : String((error as Error).stack)}\n`);
  process.exitCode = 1;
}
