import type { StreamKind } from '@bourseworks/domain';
import type { InstrumentShape } from './market-data.js';
import type { NanosText } from './common.js';

/** The name of a replay run: it becomes a topic level. Every process that takes one holds it to this. */
export const RUN_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
export const RUN_NAME_RULE = '1 to 64 letters, digits, _ . or -, the first a letter or digit';

/** Request on `replay/v1/start/{run}`: begins a run over the streams that were requested of the replay adapter. */
export interface ReplayStartShape {
  readonly run: string;
  /** Fixed for the run: `oms` and every strategy id. */
  readonly members: readonly string[];
  readonly from: NanosText;
  readonly to: NanosText;
  /** Lock-step waits for all members after each step; a number is the factor over real time. */
  readonly speed: 'lock-step' | number;
}

export interface ReplayStartReplyShape {
  readonly run: string;
  readonly streams: readonly string[];
  readonly steps: number;
}

export interface ReplayStreamShape {
  readonly topic: string;
  readonly kind: StreamKind;
  readonly instrument: InstrumentShape;
}

/**
 * Message of `replay/v1/step/{run}`. Step 0 carries no data but the streams, so that members can subscribe; the last has
 * `end: true`. `counts` = items published on each topic in this step.
 */
export interface ReplayStepShape {
  readonly run: string;
  readonly n: number;
  readonly time: NanosText;
  readonly counts: Readonly<Record<string, number>>;
  readonly members: readonly string[];
  readonly streams?: readonly ReplayStreamShape[];
  readonly end?: boolean;
  readonly error?: string;
}

/**
 * Message of `replay/v1/done/{run}`. Round 0 of the OMS comes first in a step: its venue fills. Then, round by round, each
 * strategy says how many orders it sent, and the OMS, having processed them in (strategy, sequence) order, how many events
 * it published per strategy. `final` of the OMS ends the step.
 */
export interface ReplayDoneShape {
  readonly run: string;
  readonly n: number;
  readonly round: number;
  readonly member: string;
  /** Strategies: order requests sent in this round. */
  readonly sent: number;
  /** OMS: events published in this round, per strategy. */
  readonly events?: Readonly<Record<string, number>>;
  readonly final?: boolean;
}

/** Request on `replay/v1/status/{run}`. */
export interface ReplayStatusShape {
  readonly run: string;
  readonly state: 'RUNNING' | 'ENDED' | 'FAILED';
  readonly step: number;
  readonly steps: number;
  readonly itemsPublished: number;
  /** The same by kind of stream. */
  readonly itemsByKind: Readonly<Partial<Record<StreamKind, number>>>;
  readonly error?: string;
}
