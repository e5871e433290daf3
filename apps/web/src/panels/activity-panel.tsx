import { timeOfDay } from '../lib/time.js';
import type { NoteKind } from '../store/desk-slice.js';
import { useApp } from '../store/store.js';

const signs: Record<NoteKind, string> = { info: '·', good: '✓', warn: '!', bad: '✕' };

/** What people did here and what was refused, newest first. */
export function ActivityPanel() {
  const notes = useApp(({ desk }) => desk.notes);
  const zone = useApp(({ desk }) => desk.zone);
  return (
    <div className="panel">
      <div className="panel__body" tabIndex={0} role="log" aria-label="Activity">
        {notes.length === 0 && (
          <div className="empty">
            <strong>Nothing has happened yet</strong>
            Orders, refusals and switches are listed here.
          </div>
        )}
        <ul className="activity">
          {notes.map(({ id, kind, title, text, code, at }) => (
            <li key={id}>
              <time>{timeOfDay(at, zone)}</time>
              <strong>
                <span className={`activity__kind--${kind}`}>{signs[kind]}</span> {title}
              </strong>
              <p>
                {text} {code !== undefined && <code>{code}</code>}
              </p>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
