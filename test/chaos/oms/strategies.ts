import { setTimeout as sleep } from 'node:timers/promises';
import { strategyControlTopic, strategyMethodTopic, type StrategyControlReplyShape } from '@bourseworks/dto';
import { eventually } from '@bourseworks/testkit';
import type { OmsView, Ask } from './oms-view.js';
import { ACCOUNT, type Listing } from './people.js';
import { exact } from './venue.js';

const HOST = 'host1';
/** Trade far more often than anyone would: each fill is a chance to lose or double one. */
const PAIR = { venue: 'sim', kind: 'bar-1s', window: 20, warmup: 10, entryZ: 0.8, exitZ: 0.3, cooldown: 0 };

/** Value of STRATEGIES: two pairs, whose state can be asked for, and a moving average. */
export const STRATEGIES = [
  { id: 'pair.one', type: 'pairs-trading', account: ACCOUNT, parameters: { ...PAIR, y: 'BTCUSD', x: 'ETHUSD' } },
  { id: 'pair.two', type: 'pairs-trading', account: ACCOUNT, parameters: { ...PAIR, y: 'ETHUSD', x: 'BTCUSD' } },
  {
    id: 'average',
    type: 'moving-average',
    account: ACCOUNT,
    parameters: { symbol: 'SOLUSD', fast: 2, slow: 4, quantity: 5 },
  },
] as const;

/** The strategies as their host shows them. */
export class StrategiesView {
  constructor(
    private readonly ask: Ask,
    private readonly sign: (topic: string, body: object) => object,
    private readonly oms: OmsView,
    private readonly listings: readonly Listing[],
  ) {}

  /** Milliseconds until every strategy has received more bars. */
  async awaitBars(timeoutMs: number): Promise<number> {
    const startedAt = performance.now();
    const running = async () => {
      const { strategies } = await this.list();
      return strategies.every((one) => one.state === 'RUNNING') && strategies;
    };
    const options = { timeoutMs, everyMs: 200, what: 'running strategies' };
    const before = await eventually(running, options);
    await eventually(
      async () => {
        const now = (await this.list()).strategies;
        return before.every((one, index) => bars(now[index]) > bars(one));
      },
      { ...options, what: 'new bars at every strategy' },
    );
    return performance.now() - startedAt;
  }

  /** Strategies whose own positions differ from the OMS's for longer than an event takes to arrive. */
  async differences(): Promise<string[]> {
    const found: string[] = [];
    for (const { id, type } of STRATEGIES) {
      if (type !== 'pairs-trading') continue;
      let difference: string | undefined = 'not compared';
      // Its orders go on meanwhile: the two are compared until they agree, for as long as a lost event would last.
      for (let round = 0; round < 60 && difference !== undefined; round++) {
        if (round > 0) await sleep(250);
        difference = await this.difference(id);
      }
      if (difference !== undefined) found.push(`${id}: ${difference}`);
    }
    return found;
  }

  /** Stops them all. */
  async stop(): Promise<void> {
    for (const { id } of STRATEGIES) {
      await eventually(
        async () => {
          const topic = strategyControlTopic(HOST);
          await this.ask(topic, this.sign(topic, { action: 'stop', id }), 10_000);
          const { strategies } = await this.list();
          return strategies.find((one) => one.id === id)?.state === 'STOPPED';
        },
        { timeoutMs: 30_000, everyMs: 200, what: `the stop of ${id}` },
      );
    }
  }

  private list(): Promise<StrategyControlReplyShape> {
    return this.ask<StrategyControlReplyShape>(strategyControlTopic(HOST), { action: 'list' });
  }

  private async difference(id: string): Promise<string | undefined> {
    try {
      const state = await this.ask<{ positions: Record<string, number> }>(strategyMethodTopic(id, 'state'), {});
      const known = (await this.oms.positions()).filter((one) => one.strategy === id);
      for (const [symbol, units] of Object.entries(state.positions)) {
        const listing = this.listings.find((one) => one.symbol === symbol);
        const text = known.find((one) => one.symbol === symbol)?.quantity ?? '0';
        const held = exact(text, listing?.quantityDecimals ?? 0);
        if (held !== BigInt(units)) return `${symbol} is ${units} to the strategy and ${held} to the OMS`;
      }
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

function bars(status: StrategyControlReplyShape['strategies'][number] | undefined): number {
  return status?.counters['barsReceived'] ?? 0;
}
