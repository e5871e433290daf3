import { useCallback, useEffect, useState } from 'react';
import { api, type SessionView } from '../api/client.js';
import { asProblem, type ApiProblem } from '../api/problem.js';
import { moment, since } from '../lib/time.js';
import { ProblemText } from '../session/problem-text.js';
import { useApp } from '../store/store.js';
import { Dialog } from './dialog.js';

interface Rows {
  readonly sessions: readonly SessionView[];
  readonly problem: ApiProblem | undefined;
  readonly end: (sid: string) => void;
}

function useSessions(): Rows {
  const [sessions, setSessions] = useState<readonly SessionView[]>([]);
  const [problem, setProblem] = useState<ApiProblem>();
  const load = useCallback(async () => {
    try {
      setSessions(await api.sessions());
    } catch (error) {
      setProblem(asProblem(error));
    }
  }, []);
  useEffect(() => void load(), [load]);
  const end = (sid: string) => {
    api.revokeSession(sid).then(load, (error: unknown) => setProblem(asProblem(error)));
  };
  return { sessions, problem, end };
}

/** Browser and system out of what browsers say of themselves. */
function deviceOf(agent: string | null): string {
  if (agent === null) return 'Unknown program';
  const browser = /(Edg|Firefox|Chrome|Safari)\//.exec(agent)?.[1] ?? agent.split(/[ /]/)[0] ?? agent;
  const system = /(Windows|Mac OS X|Android|Linux|iPhone)/.exec(agent)?.[1] ?? '';
  return [browser.replace('Edg', 'Edge'), system].filter(Boolean).join(' on ');
}

export function SessionsDialog({ onClose }: { readonly onClose: () => void }) {
  const { sessions, problem, end } = useSessions();
  const zone = useApp(({ desk }) => desk.zone);
  return (
    <Dialog title="Sessions" onClose={onClose}>
      {problem && <ProblemText problem={problem} />}
      <ul className="sessions">
        {sessions.map(({ id, current, ipAddress, userAgent, createdAt, lastActiveAt }) => (
          <li key={id}>
            <div>
              <strong>{deviceOf(userAgent)}</strong>
              <p title={userAgent ?? ''}>
                {ipAddress ?? 'unknown address'}, since {moment(createdAt, zone)}, active {since(lastActiveAt)} ago
              </p>
            </div>
            {current ? (
              <span className="badge badge--accent">This one</span>
            ) : (
              <button type="button" className="button button--small" onClick={() => end(id)}>
                End
              </button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
