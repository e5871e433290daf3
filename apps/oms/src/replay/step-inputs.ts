import { parseLiveTopic, JSON_CODEC, batchFromShape, type ReplayStepShape } from '@bourseworks/dto';
import { compareTime, type Instrument, type MarketDataEvent } from '@bourseworks/domain';
import type { BrokerDirectory } from '../brokers/broker-directory.js';

export interface StepInput {
  readonly instrument: Instrument;
  readonly event: MarketDataEvent;
  readonly sequence: number;
}

function timeOf(event: MarketDataEvent): { us: number; ns: number } {
  return event.kind === 'bar' ? { us: event.endUs, ns: 0 } : event;
}

/** Market data of one step, collected until all that the step counts is there. */
export class StepInputs {
  private readonly received = new Map<string, number>();
  private inputs: StepInput[] = [];

  constructor(private readonly directory: BrokerDirectory) {}

  /** Takes a message of a live topic. Items of an unreadable batch are never counted, so that the run fails by name. */
  add(topic: string, payload: Uint8Array): void {
    const parsed = parseLiveTopic(topic);
    const decoded = JSON_CODEC.decode(payload);
    if (!parsed.ok || !decoded.ok) return;
    const { kind, venue, symbol } = parsed.value;
    const instrument = this.directory.ofTopic(venue, symbol);
    const batch = instrument === undefined ? undefined : batchFromShape(kind, decoded.value, instrument);
    if (instrument === undefined || batch?.ok !== true) return;
    const { seq0, events } = batch.value;
    this.received.set(topic, (this.received.get(topic) ?? 0) + events.length);
    events.forEach((event, index) => this.inputs.push({ instrument, event, sequence: seq0 + index }));
  }

  complete(step: ReplayStepShape): boolean {
    return Object.entries(step.counts).every(([topic, count]) => (this.received.get(topic) ?? 0) >= count);
  }

  /** The inputs in (time, venue, symbol, sequence) order; what was collected is forgotten. */
  take(): StepInput[] {
    const inputs = this.inputs;
    this.inputs = [];
    this.received.clear();
    return inputs.sort(
      (a, b) =>
        compareTime(timeOf(a.event), timeOf(b.event)) ||
        compareText(a.instrument.venue, b.instrument.venue) ||
        compareText(a.instrument.symbol, b.instrument.symbol) ||
        a.sequence - b.sequence,
    );
  }
}

/** By code units: the same everywhere, whatever the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
