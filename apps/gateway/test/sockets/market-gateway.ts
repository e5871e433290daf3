import { setTimeout as sleep } from 'node:timers/promises';
import type { QuoteShape, StreamAddress } from '@bourseworks/dto/shapes';
import { eventually } from '@bourseworks/testkit';
import { SocketRoster } from '../../src/sockets/access/socket-roster.js';
import { ADMIN_PASSWORD, TestGateway } from '../gateway.js';
import { FakeMarket } from './fake-market.js';
import { closeClients, MarketWatcher } from './socket-client.js';

export const START_NS = 1_700_000_000_000_000_000n;

export const streamOf = (kind: StreamAddress['kind'], symbol = 'BTCUSD'): StreamAddress => ({
  venue: 'sim',
  symbol,
  kind,
});

/** A quote `ms` after the start. */
export function quote(ms: number, bid: number, ask: number, sizes: { bid?: number; ask?: number } = {}): QuoteShape {
  const time = String(START_NS + BigInt(ms) * 1_000_000n);
  return { time, bid, bidSize: sizes.bid ?? 1, ask, askSize: sizes.ask ?? 2 };
}

/** A gateway, market-data beside it, and the token of somebody. */
export class MarketGateway {
  private constructor(
    readonly gateway: TestGateway,
    readonly market: FakeMarket,
    readonly token: string,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<MarketGateway> {
    const gateway = await TestGateway.start({ env });
    const market = await FakeMarket.start(gateway.busUrl);
    await gateway.admin();
    const token = String((await gateway.login('admin', ADMIN_PASSWORD)).body['accessToken']);
    return new MarketGateway(gateway, market, token);
  }

  enter(): Promise<MarketWatcher> {
    return MarketWatcher.enter(this.gateway.url, this.token);
  }

  /** Lets what was published arrive, then moves the clock on; until `done`. */
  async until<T>(done: () => T | Promise<T>, stepMs = 100): Promise<NonNullable<T>> {
    return eventually(
      async () => {
        await sleep(5);
        this.gateway.clock.advance(stepMs * 1_000);
        await sleep(5);
        return done();
      },
      { timeoutMs: 20_000 },
    ) as Promise<NonNullable<T>>;
  }

  /** Without clients. */
  async quiet(): Promise<void> {
    closeClients();
    await eventually(() => this.gateway.get(SocketRoster).size === 0);
  }

  async stop(): Promise<void> {
    closeClients();
    await this.market.stop();
    await this.gateway.stop();
  }
}
