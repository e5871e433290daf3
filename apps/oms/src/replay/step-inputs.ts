import {
  parseLiveTopic,
  batchFromShape,
  type ReplayStepShape,
  decodeMessage,
  type EncodedMessage,
} from '@bourseworks/dto';
import { compareTime, knownAt, type Instrument, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import type { StreamSpec } from '@bourseworks/ports';
import type { BrokerDirectory } from '../brokers/broker-directory.js';

export interface StepInput {
  readonly instrument: Instrument;
  readonly event: MarketDataEvent;
  readonly sequence: number;
}

/** Items that may wait for their step. No step is that large: somebody publishes outside of a run. */
const MAX_INPUTS = 1_000_000;

/** Market data of one step, collected until all that the step counts is there. */
export class StepInputs {
  private readonly received = new Map<string, number>();
  private inputs: StepInput[] = [];

  constructor(private readonly directory: BrokerDirectory) {}

  /**
   * Takes a message of a live topic; what none of our brokers trades is passed over. False when it could not be taken: its
   * items are never counted, so that the run fails by name.
   */
  add(topic: string, message: EncodedMessage): boolean {
    const source = this.source(topic);
    if (source === undefined) return true;
    const { kind, instrument } = source;
    const decoded = decodeMessage(message);
    const batch = decoded.ok ? batchFromShape(kind, decoded.value, instrument) : decoded;
    if (!batch.ok || this.inputs.length >= MAX_INPUTS) return false;
    const { seq0, events } = batch.value;
    this.received.set(topic, (this.received.get(topic) ?? 0) + events.length);
    events.forEach((event, index) => this.inputs.push({ instrument, event, sequence: seq0 + index }));
    return true;
  }

  complete(step: ReplayStepShape): boolean {
    // A strategy may look at what nobody here trades: that is not waited for, since it is not kept.
    return Object.entries(step.counts).every(
      ([topic, count]) => (this.received.get(topic) ?? 0) >= count || this.source(topic) === undefined,
    );
  }

  /** The streams of these topics that a broker of ours trades. */
  streams(topics: readonly string[]): StreamSpec[] {
    return topics.map((topic) => this.source(topic)).filter((source) => source !== undefined);
  }

  /** The inputs in (time, venue, symbol, sequence, kind) order; what was collected is forgotten. */
  take(): StepInput[] {
    const inputs = this.inputs;
    this.inputs = [];
    this.received.clear();
    return inputs.sort(
      (a, b) =>
        compareTime(knownAt(a.event), knownAt(b.event)) ||
        compareText(a.instrument.venue, b.instrument.venue) ||
        compareText(a.instrument.symbol, b.instrument.symbol) ||
        a.sequence - b.sequence ||
        // Sequences of two topics of one instrument may be equal; which topic is heard first depends on the machine.
        compareText(a.event.kind, b.event.kind),
    );
  }

  private source(topic: string): { kind: StreamKind; instrument: Instrument } | undefined {
    const parsed = parseLiveTopic(topic);
    if (!parsed.ok) return undefined;
    const { kind, venue, symbol } = parsed.value;
    const instrument = this.directory.ofTopic(venue, symbol);
    return instrument === undefined ? undefined : { kind, instrument };
  }
}

/** By code units: the same everywhere, whatever the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
