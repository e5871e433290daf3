import { useEffect, useState } from 'react';
import type { Note } from '../store/desk-slice.js';
import { useApp } from '../store/store.js';
import { CloseIcon } from './icons.js';

const SHOWN_MS = 6_000;
const AT_ONCE = 3;

function useRecent(): readonly [readonly Note[], (id: number) => void] {
  const notes = useApp(({ desk }) => desk.notes);
  const [dismissed, setDismissed] = useState<ReadonlySet<number>>(new Set());
  const [now, setNow] = useState(() => Date.now());
  const recent = notes.slice(0, 20).filter(({ id, at, kind }) => {
    return kind !== 'info' && !dismissed.has(id) && now - at < SHOWN_MS;
  });
  const newest = notes[0]?.at ?? 0;
  useEffect(() => setNow(Date.now()), [newest]);
  useEffect(() => {
    if (recent.length === 0) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), 500);
    return () => clearTimeout(timer);
  });
  return [recent.slice(0, AT_ONCE), (id) => setDismissed(new Set([...dismissed, id].slice(-50)))];
}

export function Toasts() {
  const [notes, dismiss] = useRecent();
  return (
    <div className="toasts" role="status" aria-live="polite">
      {notes.map(({ id, kind, title, text, code }) => (
        <div key={id} className={`toast toast--${kind}`}>
          <strong>{title}</strong>
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <CloseIcon />
          </button>
          <p>
            {text} {code !== undefined && <code>{code}</code>}
          </p>
        </div>
      ))}
    </div>
  );
}
