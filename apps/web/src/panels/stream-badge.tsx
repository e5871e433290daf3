import type { StreamKind, SymbolRef } from '../market/address.js';
import type { StreamStatus } from '../market/tick-store.js';
import { useAge } from '../market/use-age.js';
import { streamNow, useStreamValue } from '../market/use-stream.js';

const texts: Record<StreamStatus, string> = {
  LIVE: 'Live',
  WAITING: 'Waiting',
  REFUSED: 'Refused',
  STALE: 'Stale',
  GAP_START: 'Gap',
  GAP_END: 'Live',
  RESYNCING: 'Resyncing',
  HALTED: 'Halted',
  ENDED: 'Ended',
};

/** Trades and bars come when somebody trades; only what is there all the time gets old. */
const AGES: ReadonlySet<StreamKind> = new Set(['quote', 'book']);

const ageText = (seconds: number): string =>
  seconds < 60 ? `${seconds} s old` : `${Math.floor(seconds / 60)} min old`;

interface Props {
  readonly symbol: SymbolRef | undefined;
  readonly kind: StreamKind;
}

/** Nothing while all is well: what is always there is not looked at. */
export function StreamBadge({ symbol, kind }: Props) {
  const status = useStreamValue(symbol, kind, (entry) => (entry.isStale ? entry.status : undefined));
  const seconds = useAge(AGES.has(kind) ? symbol : undefined, kind);
  if (status === undefined && seconds === 0) return null;
  const reason = symbol && streamNow(symbol, kind)?.reason;
  return (
    <span className="badge badge--warn" title={status === undefined ? 'No change since' : reason}>
      {status === undefined ? ageText(seconds) : texts[status]}
    </span>
  );
}
