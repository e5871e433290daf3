import { compareTime, knownAt, parseNanos, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import type { OrderEventShape, ReplayDoneShape, ReplayStepShape } from '@bourseworks/dto';
import type { KnownInstrument } from '../streams/instrument-book.js';

export interface GateItem {
  readonly known: KnownInstrument;
  readonly kind: StreamKind;
  readonly seq: number;
  readonly event: MarketDataEvent;
  readonly receivedUs: number;
}

/** What the gate does with a strategy's thread and the bus. */
export interface GateOutput {
  stepBegin(n: number, round: number, timeUs: number): void;
  orderEvent(event: OrderEventShape): void;
  item(item: GateItem): void;
  stepEnd(): void;
  done(n: number, round: number, sent: number): void;
}

type Phase =
  | { readonly name: 'idle' }
  /** Waits for the data of step n and the events of the OMS in its round 0. */
  | { readonly name: 'data'; readonly step: ReplayStepShape }
  /** Waits for the OMS to say what came of this round. */
  | { readonly name: 'oms'; readonly step: ReplayStepShape; readonly round: number }
  /** The strategy works on this round. */
  | { readonly name: 'strategy'; readonly step: ReplayStepShape; readonly round: number };

const MAX_BUFFERED = 1_000_000;

/**
 * Lock-step of one strategy: holds back the input of a step until all of it is there, gives it to the strategy in an order
 * that depends on nothing but the data, and passes on when the strategy has done its part of a round. Order events of a round
 * are told apart by their step tag, so that one that comes early waits for its turn.
 */
export class StrategyGate {
  private phase: Phase = { name: 'idle' };
  private items: GateItem[] = [];
  private readonly counts = new Map<string, number>();
  private readonly events = new Map<string, OrderEventShape[]>();
  private readonly omsDone = new Map<string, ReplayDoneShape>();

  constructor(
    readonly strategy: string,
    /** Whether the strategy reads a topic: only those are waited for. */
    private readonly reads: (topic: string) => boolean,
    private readonly out: GateOutput,
  ) {}

  step(step: ReplayStepShape): void {
    if (step.end === true) {
      this.phase = { name: 'idle' };
      return;
    }
    this.phase = { name: 'data', step };
    this.advance();
  }

  data(topic: string, items: readonly GateItem[]): void {
    if (this.items.length + items.length > MAX_BUFFERED)
      throw new Error(`more than ${MAX_BUFFERED} items wait in the gate of ${this.strategy}`);
    this.items.push(...items);
    this.counts.set(topic, (this.counts.get(topic) ?? 0) + items.length);
    this.advance();
  }

  orderEvent(event: OrderEventShape): void {
    const key = event.step === undefined ? this.currentKey() : keyOf(event.step.n, event.step.round);
    const list = this.events.get(key);
    if (list === undefined) this.events.set(key, [event]);
    else list.push(event);
    this.advance();
  }

  /** A `done` of the OMS. */
  oms(done: ReplayDoneShape): void {
    this.omsDone.set(keyOf(done.n, done.round), done);
    this.advance();
  }

  /** The strategy's handlers have settled. */
  settled(n: number, round: number, sent: number): void {
    const { phase } = this;
    if (phase.name !== 'strategy' || phase.step.n !== n || phase.round !== round) return;
    this.phase = n === 0 ? { name: 'idle' } : { name: 'oms', step: phase.step, round };
    this.out.done(n, round, sent);
    this.advance();
  }

  private currentKey(): string {
    const { phase } = this;
    if (phase.name === 'idle') return keyOf(0, 0);
    return keyOf(phase.step.n, phase.name === 'data' ? 0 : phase.round);
  }

  private advance(): void {
    const { phase } = this;
    if (phase.name === 'data') this.tryData(phase.step);
    else if (phase.name === 'oms') this.tryRound(phase.step, phase.round);
  }

  private tryData(step: ReplayStepShape): void {
    if (step.n === 0) return this.give(step, 0, [], []);
    const missing = Object.entries(step.counts).some(
      ([topic, count]) => this.reads(topic) && (this.counts.get(topic) ?? 0) < count,
    );
    const events = this.eventsOf(step.n, 0);
    if (missing || events === undefined) return;
    const items = this.items.sort(compareItems);
    this.items = [];
    this.counts.clear();
    this.give(step, 1, events, items);
  }

  private tryRound(step: ReplayStepShape, round: number): void {
    const done = this.omsDone.get(keyOf(step.n, round));
    if (done === undefined) return;
    if (done.final === true) {
      this.forget();
      return;
    }
    const events = this.eventsOf(step.n, round);
    if (events !== undefined) this.give(step, round + 1, events, []);
  }

  /** The events of a round of the OMS once all of them are in; undefined before. */
  private eventsOf(n: number, round: number): OrderEventShape[] | undefined {
    const key = keyOf(n, round);
    const done = this.omsDone.get(key);
    if (done === undefined) return undefined;
    const events = this.events.get(key) ?? [];
    return events.length >= (done.events?.[this.strategy] ?? 0) ? events : undefined;
  }

  private give(
    step: ReplayStepShape,
    round: number,
    events: readonly OrderEventShape[],
    items: readonly GateItem[],
  ): void {
    const time = parseNanos(step.time);
    this.phase = { name: 'strategy', step, round };
    this.out.stepBegin(step.n, round, time.ok ? time.value.us : 0);
    for (const event of events) this.out.orderEvent(event);
    for (const item of items) this.out.item(item);
    this.out.stepEnd();
  }

  private forget(): void {
    this.phase = { name: 'idle' };
    this.events.clear();
    this.omsDone.clear();
  }
}

function keyOf(n: number, round: number): string {
  return `${n}/${round}`;
}

/** By code units: the same everywhere, whatever the locale. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareItems(a: GateItem, b: GateItem): number {
  return (
    compareTime(knownAt(a.event), knownAt(b.event)) ||
    compareText(a.known.instrument.venue, b.known.instrument.venue) ||
    compareText(a.known.instrument.symbol, b.known.instrument.symbol) ||
    a.seq - b.seq ||
    compareText(a.kind, b.kind)
  );
}
