import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineInstrument, expectOk, ok } from '@bourseworks/domain';
import type { Decision, EngineOptions, OrderEngine, Reply, SubmitCommand } from '@bourseworks/order-engine';
import { RiskEngine } from '@bourseworks/risk';

/** What of the OMS is measured, as its own modules give it. */
export interface Core {
  readonly engine: OrderEngine;
  readonly nowUs: number;
  readonly durableSequence: number;
  readonly restoredSequence: number;
  readonly accepting: boolean;
  command(decide: (engine: OrderEngine, nowUs: number) => Decision): Promise<Reply>;
  perform(decide: (engine: OrderEngine, nowUs: number) => Decision): Decision;
  quiet(): Promise<void>;
  close(): Promise<void>;
}

interface OmsModules {
  readonly OmsCore: new (options: Record<string, unknown>) => Core;
  readonly OmsClock: new () => object;
  readonly makeSnapshot: (data: Record<string, unknown>) => { readonly bytes: number };
}

/** The built modules that the service itself runs. */
export async function loadOms(): Promise<OmsModules> {
  const load = (path: string): Promise<object> =>
    import(pathToFileURL(join(import.meta.dirname, '../../apps/oms/src', path)).href) as Promise<object>;
  const modules = await Promise.all(['core/oms-core.js', 'core/oms-clock.js', 'journal/make-snapshot.js'].map(load));
  return Object.assign({}, ...modules) as OmsModules;
}

const instrument = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'X',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.001',
  }),
);
const capabilities = {
  orderTypes: ['LIMIT'],
  timesInForce: ['DAY'],
  replace: true,
  uniqueClOrdId: true,
  consistencyHorizonUs: 0,
} as const;
const accounts = [{ id: 'A', currency: 'USD', cash: 10n ** 28n }];
const ENVIRONMENT = 'bench';

/** The OMS's own parts of a snapshot: nothing of them is measured here. */
const part = { snapshot: () => [], restore: () => undefined };

export function engineOptions(): EngineOptions {
  return {
    environment: ENVIRONMENT,
    accounts,
    risk: new RiskEngine(),
    extras: { performance: part, streams: part },
    routes: { find: () => ok({ adapter: 'x', capabilities }) },
    instruments: { find: () => instrument },
  };
}

export function replicaData(directory: string): Record<string, unknown> {
  return { directory, environment: ENVIRONMENT, accounts, risk: new RiskEngine().config };
}

export function openCore({ OmsCore, OmsClock }: OmsModules, directory: string): Core {
  const none = (): void => undefined;
  return new OmsCore({
    directory,
    clock: new OmsClock(),
    log: { debug: none, info: none, warn: none, error: none },
    onFailure: (error: Error) => {
      throw error;
    },
    engine: engineOptions(),
    renewEngine: engineOptions,
    outputs: { send: none, cancel: none, replace: none, event: none, risk: none, replayed: none },
  });
}

const STRATEGIES = 20;
let orders = 0;

/** The next order, of one of 20 strategies, each of which numbers its own without a gap. */
export function nextOrder(nowUs: number): SubmitCommand {
  const strategy = `s${orders % STRATEGIES}`;
  const number = Math.floor(orders / STRATEGIES) + 1;
  orders += 1;
  const command = {
    commandId: `${strategy}-1-${number}`,
    account: 'A',
    strategy,
    sentUs: nowUs,
    venue: 'v',
    symbol: 'X',
  };
  return { ...command, side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: '1', price: '10' };
}

/** Fills an order, so that it is closed. */
export function fill(engine: OrderEngine, clOrdId: string, nowUs: number): Decision {
  const trade = { clOrdId, execId: `e-${clOrdId}`, execType: 'Trade', lastQty: 1_000, lastPx: 1_000 } as const;
  return engine.onReport('x', { ...trade, us: nowUs, ns: 0 }, nowUs);
}
