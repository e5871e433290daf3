import { useEffect, useRef } from 'react';
import { timeOfDay, zoneName } from '../lib/time.js';
import { desk } from '../store/desk-slice.js';
import { useApp, useSend } from '../store/store.js';

/** Written once a second past React: nothing else has to look at it. */
export function Clock() {
  const zone = useApp((state) => state.desk.zone);
  const send = useSend();
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const show = () => {
      if (ref.current) ref.current.textContent = timeOfDay(Date.now(), zone);
    };
    show();
    const timer = setInterval(show, 250);
    return () => clearInterval(timer);
  }, [zone]);
  const other = zone === 'utc' ? 'local' : 'utc';
  const label = `Times are in ${zone === 'utc' ? 'UTC' : 'local time'}. Show ${other === 'utc' ? 'UTC' : 'local time'}`;
  return (
    <button type="button" className="clock" title={label} onClick={() => send(desk.zoneChosen(other))}>
      <b ref={ref} />
      <span>{zoneName(zone)}</span>
      <span className="hidden-text">{label}</span>
    </button>
  );
}
