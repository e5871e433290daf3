import type { Instrument, Result, StreamKind } from '@bourseworks/domain';
import { formatNanos } from '@bourseworks/domain';
import { EventLog, type LogFields } from '@bourseworks/ports';
import type { StrategyContext } from '../context.js';
import type { Executions } from '../execution/executions.js';
import type { Strategy } from '../strategy.js';
import type { BuiltBars } from './built-bars.js';
import type { HostRequests } from './host-requests.js';
import type { OrderDesk } from './order-desk.js';
import type { OrderLedger } from './order-ledger.js';
import { bracket, scaleIn, targetPosition } from './order-shapes.js';
import type { RuntimeOptions } from './strategy-runtime.js';
import type { History, HistoryRequest, LogLevel, RuntimeLink, StreamQuery, Subscription } from './types.js';

export interface ContextParts {
  readonly strategy: Strategy;
  readonly options: RuntimeOptions;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly desk: OrderDesk;
  readonly ledger: OrderLedger;
  readonly executions: Executions;
  readonly built: BuiltBars;
  readonly requests: HostRequests;
  /** Runs a hook with the kit's error handling. */
  readonly invoke: (hook: string, call: () => unknown) => void;
}

class LinkLog extends EventLog {
  constructor(private readonly link: RuntimeLink) {
    super();
  }

  debug(fields: LogFields, message?: string): void {
    this.write('debug', fields, message);
  }

  info(fields: LogFields, message?: string): void {
    this.write('info', fields, message);
  }

  warn(fields: LogFields, message?: string): void {
    this.write('warn', fields, message);
  }

  error(fields: LogFields, message?: string): void {
    this.write('error', fields, message);
  }

  private write(level: LogLevel, fields: LogFields, message: string | undefined): void {
    this.link.log(level, fields, message);
  }
}

type SubscribeReply = Omit<Subscription, 'unsubscribe'>;

async function subscribe(requests: HostRequests, query: StreamQuery): Promise<Result<Subscription>> {
  const reply = await requests.send<SubscribeReply>({ op: 'subscribe', query });
  if (!reply.ok) return reply;
  let gone: Promise<Result<void>> | undefined;
  const unsubscribe = (): Promise<Result<void>> => (gone ??= requests.send<void>({ op: 'unsubscribe', query }));
  return { ok: true, value: { ...reply.value, unsubscribe } };
}

export function createContext(parts: ContextParts): StrategyContext {
  const { strategy, desk, ledger, executions, built, requests, invoke, parameters } = parts;
  const { id, account, clock, link } = parts.options;
  const request = <K extends StreamKind>(query: HistoryRequest<K>) =>
    requests.send<History<K>>({ op: 'history', query });
  return {
    id,
    account,
    parameters,
    clock,
    log: new LinkLog(link),
    history: request,
    subscribe: (query) => subscribe(requests, query),
    instrument: (venue, symbol, adapter) =>
      requests.send<Instrument>({
        op: 'instrument',
        query: { venue, symbol, ...(adapter === undefined ? {} : { adapter }) },
      }),
    submit: (intent) => desk.submit(intent),
    bracket: (intent) => bracket(desk, intent),
    oco: ({ legs, ...terms }) =>
      desk.submitList(
        'OCO',
        legs.map((leg) => ['LEG', leg] as const),
        terms,
      ),
    oto: ({ entry, children, ...terms }) =>
      desk.submitList('OTO', [['ENTRY', entry], ...children.map((child) => ['CHILD', child] as const)], terms),
    targetPosition: (instrument, units, intent = {}) => targetPosition(desk, ledger, instrument, units, intent),
    scaleIn: (intent) => scaleIn(desk, intent),
    twap: (terms) => executions.twap(terms),
    vwap: (terms) => executions.vwap(terms),
    pov: (terms) => executions.pov(terms),
    iceberg: (terms) => executions.iceberg(terms),
    cancelList: (list) => desk.cancelList(list),
    cancel: (order) => desk.cancel(order),
    replace: (order, terms) => desk.replace(order, terms),
    position: (instrument) => ledger.position(instrument),
    openOrders: (instrument) => ledger.openOrders(instrument),
    decide: (decision) => link.decision(decision, clock.nowUs()),
    signal: (name, value) => link.signal({ strategy: id, name, time: formatNanos(clock.nowUs()), value }),
    listen: (other, name) => requests.send<void>({ op: 'listen', strategy: other, name }),
    buildBars: (name, of, builder, flushUs) => built.add(name, of, builder, flushUs),
    setTimer: (delayUs, name) => clock.setTimer(delayUs, () => invoke('onTimer', () => strategy.onTimer(name))),
    sleep: (us) => new Promise((resolve) => void clock.setTimer(us, resolve)),
  };
}
