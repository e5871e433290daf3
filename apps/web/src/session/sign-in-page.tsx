import { useState, type FormEvent } from 'react';
import { asProblem, type ApiProblem } from '../api/problem.js';
import { useApp } from '../store/store.js';
import { AuthCard, ThemeToggle } from './auth-card.js';
import { textOf } from './form-text.js';
import { ProblemText } from './problem-text.js';
import { signIn } from './session.js';

export function SignInPage() {
  const note = useApp(({ session }) => session.note);
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn(textOf(form, 'username').trim(), textOf(form, 'password'));
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };

  return (
    <AuthCard title="Sign in" lead="Use the name and password of your account.">
      <form onSubmit={(event) => void submit(event)}>
        {note !== undefined && !problem && (
          <p className="alert alert--note" role="status">
            {note}
          </p>
        )}
        {problem && <ProblemText problem={problem} />}
        <div className="field">
          <label htmlFor="username">User name</label>
          <input
            id="username"
            name="username"
            className="input"
            data-testid="login-username"
            autoComplete="username"
            autoFocus
            required
            maxLength={64}
          />
        </div>
        <div className="field">
          <label htmlFor="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            className="input"
            data-testid="login-password"
            autoComplete="current-password"
            required
          />
        </div>
        <div className="auth__bar">
          <ThemeToggle />
          <button type="submit" className="button button--primary" data-testid="login-submit" disabled={busy}>
            {busy ? 'Signing in' : 'Sign in'}
          </button>
        </div>
      </form>
    </AuthCard>
  );
}
