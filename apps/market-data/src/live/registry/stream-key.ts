import type { Instrument, StreamKind } from '@bourseworks/domain';
import type { StreamStanding } from '../live-protocol.js';

/** A stream as it is asked for. */
export interface StreamKey {
  readonly topic: string;
  readonly adapter: string;
  /** As it stands in topics. */
  readonly venue: string;
  readonly kind: StreamKind;
  readonly instrument: Instrument;
  /** A replay driver publishes on it. */
  readonly driven: boolean;
  /** The venue limits connections: whoever has one of the adapter's streams has them all. */
  readonly oneConnection: boolean;
}

/** A stream in words that every instance understands. */
export interface SharedAddress {
  readonly adapter: string;
  readonly venue: string;
  readonly symbol: string;
  readonly kind: StreamKind;
}

export const addressOf = ({ adapter, kind, instrument }: StreamKey): SharedAddress => ({
  adapter,
  venue: instrument.venue,
  symbol: instrument.symbol,
  kind,
});

/** How a stream begins here. */
export interface Beginning {
  /** Above all of this topic before. */
  readonly epoch: number;
  /** Somebody else published it and is gone: its subscribers have missed something. */
  readonly takenOver: boolean;
  /** Aborted when the stream is no longer wanted, or no longer ours, while it opens. */
  readonly signal: AbortSignal;
  /** Whether it is surely ours; asked before anything of it is published. */
  readonly holds: () => boolean;
}

/** Why a stream ends here: nobody wants it, the instance stops, or it may be another's by now. */
export type EndReason = 'unused' | 'stopping' | 'lost';

/** What runs a stream. */
export interface StreamRunner<Handle> {
  /** Rejects with DomainError when the stream cannot be opened. */
  open(key: StreamKey, beginning: Beginning): Promise<Handle>;
  close(key: StreamKey, handle: Handle, why: EndReason): void;
  standing(handle: Handle): StreamStanding;
}
