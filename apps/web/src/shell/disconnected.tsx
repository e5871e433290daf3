import { useApp } from '../store/store.js';
import { WarnIcon } from './icons.js';
import { isBlocked, outageText, useOutage } from './outage.js';

function seconds(since: number): string {
  return `${Math.max(1, Math.round((Date.now() - since) / 1_000))} s`;
}

/** Over the whole width: nobody trades on what may be old. */
export function DisconnectedOverlay() {
  const outage = useOutage();
  const sockets = useApp(({ desk }) => desk.sockets);
  if (!isBlocked(outage)) return null;
  const socket = outage.orders ? sockets.orders : sockets.market;
  const trying = outage.orders || outage.market ? ` Connecting again for ${seconds(socket.since)}.` : '';
  return (
    <div className="outage" role="alert" data-testid="overlay-disconnected">
      <WarnIcon />
      <div>
        <strong>{outageText(outage)}: order entry is blocked</strong>
        <p>
          Prices and orders on this screen may be old.{trying} Cancelling and the kill switch stay available.
          {socket.reason === undefined ? '' : ` (${socket.reason})`}
        </p>
      </div>
    </div>
  );
}

/** Over the controls of one panel that send orders. */
export function BlockedControls() {
  const outage = useOutage();
  if (!isBlocked(outage)) return null;
  return (
    <div className="blocked">
      <strong>Blocked</strong>
      <span>{outageText(outage)}</span>
    </div>
  );
}
