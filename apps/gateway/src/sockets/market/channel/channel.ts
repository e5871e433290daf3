import type { MarketDataEvent, StreamState } from '@bourseworks/domain';
import type { InstrumentShape, StreamAddress } from '@bourseworks/dto/shapes';
import type { Clock } from '@bourseworks/ports';
import { LIMITS } from '../../protocol/limits.js';
import type { StreamClass } from '../../socket-metrics.js';
import type { UpstreamSink } from '../upstream/upstream-stream.js';

/** JSON of the messages that take a client from one mark to another. */
export interface Piece {
  readonly text: string;
  /** Updates in it. */
  readonly deliveries: number;
  /** Updates that later ones have replaced. */
  readonly conflated: number;
}

const NOTHING: Piece = { text: '', deliveries: 0, conflated: 0 };

/** Where a stream stood at one moment; what a client holds of it is such a mark. */
export interface Mark {
  /** As in the messages: counts the updates that the gateway knows of. */
  readonly seq: number;
  /** Status changes so far. */
  readonly states: number;
  /** Monotonic; arrival of the oldest update since the mark before. */
  readonly receivedUs: number;
}

/** The same one for all who hold the same mark: `undefined` for those who hold nothing. `behind`: more is missing than is kept. */
export type PieceOf = Piece | 'behind';

/**
 * One stream as its clients see it. What they are sent is encoded once for each pair of what they hold and what there is,
 * however many they are.
 */
export abstract class Channel<M extends Mark = Mark> implements UpstreamSink {
  abstract readonly streamClass: StreamClass;
  /** Something came since the last mark. */
  changed = false;
  protected seq = 1;
  /** Clients that hold less must begin anew. */
  protected floor = 0;
  private readonly states: string[] = [];
  private stateCount = 0;
  private firstUs = 0;
  private inGap = false;
  private current: M | undefined;
  private memo = new Map<Mark | undefined, PieceOf>();

  constructor(
    readonly id: number,
    readonly address: StreamAddress,
    readonly instrument: InstrumentShape,
    private readonly clock: Clock,
    private readonly onChange: (channel: Channel) => void,
  ) {
    this.pushState('LIVE');
  }

  protected abstract apply(event: MarketDataEvent): void;
  /** Where the stream stands now. */
  protected abstract take(base: Mark, before: M | undefined): M;
  /** What a client that holds `from` lacks; it lacks something. */
  protected abstract data(from: M | undefined, to: M): PieceOf;
  /** What was kept is torn. */
  protected abstract tear(): void;

  events(events: readonly MarketDataEvent[], from: number, receivedUs: number): void {
    if (this.inGap) {
      this.inGap = false;
      this.pushState('GAP_END');
    }
    for (let at = from; at < events.length; at++) this.apply(events[at]);
    this.touch(receivedUs);
  }

  gap(missed: number, restarted: boolean): void {
    this.seq += Math.max(1, missed);
    this.floor = this.seq;
    this.inGap = true;
    this.tear();
    this.status('GAP_START', restarted ? 'the stream began anew' : `${missed} items were missed`);
  }

  status(state: StreamState, reason?: string): void {
    this.pushState(state, reason);
    this.touch(this.clock.monotonicUs());
  }

  /** The same object as before when nothing changed. */
  mark(): M {
    if (this.current !== undefined && !this.changed) return this.current;
    const base = { seq: this.seq, states: this.stateCount, receivedUs: this.firstUs };
    this.changed = false;
    this.current = this.take(base, this.current);
    this.memo.clear();
    return this.current;
  }

  /** What takes a client from one mark to the current one. */
  piece(from: Mark | undefined): PieceOf {
    const known = this.memo.get(from);
    if (known !== undefined) return known;
    const made = this.encode(from as M | undefined, this.mark());
    this.memo.set(from, made);
    return made;
  }

  private encode(from: M | undefined, to: M): PieceOf {
    const states = this.statesAfter(from);
    const upToDate = from !== undefined && from.seq === to.seq && from.seq >= this.floor;
    const data = upToDate ? NOTHING : this.data(from, to);
    if (data === 'behind' || states === '') return data;
    return { ...data, text: data.text === '' ? states : `${states},${data.text}` };
  }

  private statesAfter(from: M | undefined): string {
    // Whoever begins is told how things are, not how they came to be so.
    const missing = from === undefined ? 1 : Math.min(this.stateCount - from.states, this.states.length);
    return missing === 0 ? '' : this.states.slice(-missing).join(',');
  }

  private pushState(state: StreamState, reason?: string): void {
    const v = { state, ...(reason === undefined ? {} : { reason }) };
    this.states.push(JSON.stringify({ id: this.id, k: 'status', v }));
    if (this.states.length > LIMITS.queuedStates) this.states.shift();
    this.stateCount += 1;
  }

  private touch(receivedUs: number): void {
    if (this.changed) return;
    this.changed = true;
    this.firstUs = receivedUs;
    this.onChange(this);
  }
}
