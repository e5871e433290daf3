import { Observable } from 'rxjs';
import type { SessionStatus } from '../session/session-connection.js';
import type { SolaceSession } from '../session/solace-session.js';

/** Replays the present status to each subscriber, tells every change once, and completes when the session closes. */
export function sessionStatus(session: SolaceSession): Observable<SessionStatus> {
  return new Observable((subscriber) => {
    const changed = (status: SessionStatus): void => subscriber.next(status);
    const closed = (): void => subscriber.complete();
    session.on('status', changed).on('closed', closed);
    subscriber.next(session.status);
    if (session.isClosed && session.status === 'DOWN') subscriber.complete();
    return () => session.off('status', changed).off('closed', closed);
  });
}
