import type { StreamEntry, StreamStatus } from '../market/tick-store.js';

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

/** Nothing while all is well: what is always there is not looked at. */
export function StreamBadge({ entry }: { readonly entry: StreamEntry | undefined }) {
  if (!entry?.isStale) return null;
  return (
    <span className="badge badge--warn" title={entry.reason} role="status">
      {texts[entry.status]}
    </span>
  );
}
