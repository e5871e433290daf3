import {
  defineInstrument,
  expectOk,
  ok,
  refuse,
  type ExecType,
  type ExecutionReport,
  type Instrument,
} from '@bourseworks/domain';
import type { BrokerCapabilities } from '@bourseworks/ports';
import { RiskEngine, type RiskConfig } from '@bourseworks/risk';
import {
  decodeRecord,
  encodeRecord,
  OrderEngine,
  type CancelCommand,
  type ControlCommand,
  type Decision,
  type Effect,
  type EngineOptions,
  type EngineRecord,
  type OrderEvent,
  type ReplaceCommand,
  type Reply,
  type SubmitCommand,
} from '../src/index.js';
import { mustBeSame, recordVolatile, repeatVolatile, restored, twinOf } from './twin.js';

export const MONEY = 10n ** 18n;

export const IBM = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'IBM',
    assetClass: 'equity',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
    maxQuantity: '100000',
  }),
);
export const BTC = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'BTC-USD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.00001',
  }),
);
export const EUR = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'DAX',
    assetClass: 'index',
    currency: 'EUR',
    tickSize: '0.5',
    lotSize: '1',
  }),
);

export const CAPABILITIES: BrokerCapabilities = {
  orderTypes: ['MARKET', 'LIMIT'],
  timesInForce: ['DAY', 'GTC', 'IOC'],
  replace: true,
  uniqueClOrdId: true,
  consistencyHorizonUs: 1_000_000,
};

export interface DeskOptions extends Partial<Omit<EngineOptions, 'risk'>> {
  readonly risk?: RiskConfig;
  readonly capabilities?: Partial<BrokerCapabilities>;
  readonly instruments?: EngineOptions['instruments'];
  /** Nothing happened yet, not even a start. */
  readonly fresh?: boolean;
}

/** The risk engine inside each engine: for tests that compare the two sets of books. */
const RISKS = new WeakMap<OrderEngine, RiskEngine>();
export const riskOf = (engine: OrderEngine): RiskEngine => RISKS.get(engine) ?? new RiskEngine();

function engineOf(options: DeskOptions): OrderEngine {
  const { risk, capabilities, fresh: _fresh, ...rest } = options;
  const listed = new Map<string, Instrument>([IBM, BTC, EUR].map((one) => [one.key, one]));
  const own = new RiskEngine(risk);
  const engine = new OrderEngine({
    environment: 'test',
    routes: {
      find: (venue, adapter = 'sim') =>
        venue === 'sim' && adapter === 'sim'
          ? ok({ adapter, capabilities: { ...CAPABILITIES, ...capabilities } })
          : refuse('VENUE_UNKNOWN', `no adapter serves ${venue}`),
    },
    instruments: { find: (_adapter, venue, symbol) => listed.get(`${venue}/${symbol}`) },
    accounts: [
      { id: 'A', currency: 'USD', cash: 1_000_000n * MONEY },
      { id: 'B', currency: 'USD', cash: 500n * MONEY },
    ],
    ...rest,
    risk: own,
  });
  RISKS.set(engine, own);
  recordVolatile(engine);
  return engine;
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? `${one}n` : one));
}

/** An engine with everything it put out, and the means to replay it. */
export class Desk {
  engine: OrderEngine;
  now: number;
  readonly journal: EngineRecord[] = [];
  readonly effects: Effect[] = [];
  /** Whether after a restart an engine that replayed everything goes along with the one from a snapshot. */
  twins = false;
  private readonly options: DeskOptions;
  private commands = 0;
  private executions = 0;

  constructor(options: DeskOptions = {}, now = 1_700_000_000_000_000) {
    this.now = now;
    this.options = options;
    this.engine = engineOf(options);
    if (options.fresh !== true) this.take(this.engine.beginEpoch(1, this.now));
  }

  take(decision: Decision): Decision {
    this.journal.push(...decision.records);
    this.effects.push(...decision.effects);
    for (const effect of decision.effects) {
      // Both are levels of its topic: it could not be published.
      if (effect.kind === 'risk' && (effect.event.scope === '' || effect.event.id === ''))
        throw new Error(`a risk event without scope or id: ${effect.event.code}, ${effect.event.message}`);
    }
    return decision;
  }

  nextId(strategy = 's'): string {
    return `${strategy}-1-${++this.commands}`;
  }

  order(change: Partial<SubmitCommand> = {}): SubmitCommand {
    const strategy = change.strategy ?? 's';
    const base = {
      commandId: change.commandId ?? this.nextId(strategy),
      account: 'A',
      strategy,
      sentUs: this.now,
      venue: 'sim',
      symbol: 'IBM',
    };
    return { ...base, side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: '100', price: '50.00', ...change };
  }

  submit(change: Partial<SubmitCommand> = {}): Reply {
    return this.reply(this.engine.submit(this.order(change), this.now));
  }

  /** Submits, releases and has the broker accept. */
  working(change: Partial<SubmitCommand> = {}): string {
    const { clOrdId, code } = this.submit(change);
    if (code !== undefined) throw new Error(`denied: ${code}`);
    this.release();
    this.report('New', clOrdId);
    return clOrdId;
  }

  cancel(clOrdId: string, change: Partial<CancelCommand> = {}): Reply {
    const strategy = change.strategy ?? 's';
    const cmd = {
      commandId: change.commandId ?? this.nextId(strategy),
      account: 'A',
      strategy,
      sentUs: this.now,
      clOrdId,
      ...change,
    };
    return this.reply(this.engine.cancel(cmd, this.now));
  }

  replace(clOrdId: string, change: Partial<ReplaceCommand>): Reply {
    const strategy = change.strategy ?? 's';
    const cmd = {
      commandId: change.commandId ?? this.nextId(strategy),
      account: 'A',
      strategy,
      sentUs: this.now,
      clOrdId,
      ...change,
    };
    return this.reply(this.engine.replace(cmd, this.now));
  }

  control(action: 'kill' | 'rearm', change: Partial<ControlCommand> = {}) {
    const cmd = {
      commandId: `person-${++this.commands}`,
      scope: 'firm',
      id: 'all',
      actor: 'ann',
      reason: 'test',
      // No broker is asked here whether anything is open: what is about that says `force: false`.
      force: true,
      ...change,
    } as const;
    const decision = this.take(this.engine[action](cmd, this.now));
    if (decision.control === undefined) throw new Error('no answer');
    return decision.control;
  }

  release(): void {
    this.engine.released(this.engine.lastSequence);
  }

  report(execType: ExecType, clOrdId: string, fields: Partial<ExecutionReport> = {}): Decision {
    const execId = `e${++this.executions}`;
    return this.take(
      this.engine.onReport('sim', { clOrdId, execId, execType, us: this.now, ns: 5, ...fields }, this.now),
    );
  }

  fill(clOrdId: string, lastQty: number, lastPx: number, fields: Partial<ExecutionReport> = {}): Decision {
    return this.report('Trade', clOrdId, { lastQty, lastPx, ...fields });
  }

  events(): OrderEvent[] {
    return this.effects.flatMap((effect) => (effect.kind === 'event' ? [effect.event] : []));
  }

  lastEvent(): OrderEvent {
    const event = this.events().at(-1);
    if (event === undefined) throw new Error('no event');
    return event;
  }

  alarms(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'risk' ? [effect.event.code] : []));
  }

  /** `status cum+leaves` of an order. */
  state(clOrdId: string, strategy = 's'): string {
    const event = this.engine.status({ account: 'A', strategy, clOrdId });
    return event === undefined ? 'unknown' : `${event.ordStatus}/${event.state} ${event.cumQty}+${event.leavesQty}`;
  }

  /** A second engine, fed with the journal through the codec. Throws when it comes to another state or other events. */
  replayed(): OrderEngine {
    const engine = engineOf(this.options);
    const events: OrderEvent[] = [];
    // Somewhere, by the length alone, so that a failure comes again.
    const cut = (this.journal.length * 7_919) % (this.journal.length + 1);
    let resumed: OrderEngine | undefined;
    this.journal.forEach((record, i) => {
      if (i === cut) resumed = restored(engine, engineOf(this.options));
      const event = expectOk(engine.replay(expectOk(decodeRecord(encodeRecord(record)))));
      if (event !== undefined) events.push(event);
      if (resumed !== undefined && textOf(expectOk(resumed.replay(record))) !== textOf(event))
        throw new Error(`record ${record.sequence}: another event after a snapshot`);
    });
    if (engine.stateHash() !== this.engine.stateHash()) throw new Error('the replayed state differs from the live one');
    if (textOf(events) !== textOf(this.events())) throw new Error('the replayed events differ from the published ones');
    if (resumed !== undefined) mustBeSame(engine, resumed, 'a snapshot and the rest of the journal');
    return engine;
  }

  /** From now on everything that is done is done to an engine from a snapshot as well, which must come to the same. */
  fork(): void {
    const twin = restored(this.engine, engineOf(this.options));
    repeatVolatile(this.engine, twin);
    this.engine = twinOf(this.engine, twin);
    RISKS.set(this.engine, riskOf(twin));
  }

  /** The process dies and another takes over from the journal. */
  restart(): void {
    const engine = this.replayed();
    const twin = restored(engine, engineOf(this.options));
    this.engine = this.twins ? twinOf(engine, twin) : twin;
    RISKS.set(this.engine, riskOf(twin));
    this.begin();
  }

  /** As `restart`, when the end of the journal was lost: what the live engine came to is no measure then. */
  takeOver(): void {
    this.engine = engineOf(this.options);
    for (const record of this.journal) expectOk(this.engine.replay(record));
    this.begin();
  }

  private begin(): void {
    this.take(this.engine.beginEpoch(2, this.now));
    this.take(this.engine.markUnknownAfterReplay(this.now));
  }

  private reply(decision: Decision): Reply {
    this.take(decision);
    if (decision.reply === undefined) throw new Error('no reply');
    return decision.reply;
  }
}
