import { useState, type FormEvent } from 'react';
import { api } from '../api/client.js';
import { ApiProblem, asProblem } from '../api/problem.js';
import { AuthCard } from './auth-card.js';
import { textOf } from './form-text.js';
import { ProblemText } from './problem-text.js';
import { oneTimePassword, tokens } from './session.js';

const MIN_LENGTH = 12;

function mismatch(fresh: string, repeated: string): ApiProblem | undefined {
  if (fresh === repeated) return undefined;
  return new ApiProblem('PASSWORD_MISMATCH', 'the two new passwords differ', 400);
}

async function change(form: FormData): Promise<void> {
  const [typed, fresh, repeated] = ['current', 'fresh', 'repeated'].map((name) => textOf(form, name));
  const current = oneTimePassword() ?? typed;
  const differs = mismatch(fresh ?? '', repeated ?? '');
  if (differs) throw differs;
  await api.changePassword(current ?? '', fresh ?? '');
  // The answer says that the password is no longer pending.
  await tokens.refresh();
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly testId: string;
  readonly hint?: string;
  readonly isFirst?: boolean;
}

function PasswordField({ name, label, testId, hint, isFirst = false }: FieldProps) {
  const isCurrent = name === 'current';
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="password"
        className="input"
        data-testid={testId}
        autoComplete={isCurrent ? 'current-password' : 'new-password'}
        autoFocus={isFirst}
        minLength={isCurrent ? 1 : MIN_LENGTH}
        required
        aria-describedby={hint === undefined ? undefined : `${name}-hint`}
      />
      {hint !== undefined && (
        <span id={`${name}-hint`} className="muted">
          {hint}
        </span>
      )}
    </div>
  );
}

/** The one-time password opens nothing but this page. */
export function PasswordPage() {
  const [problem, setProblem] = useState<ApiProblem>();
  const [busy, setBusy] = useState(false);
  // After a reload nobody remembers it.
  const [isAsked] = useState(() => oneTimePassword() === undefined);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(undefined);
    try {
      await change(form);
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };

  return (
    <AuthCard title="Choose your password" lead="The one you signed in with works once. Choose your own to go on.">
      <form onSubmit={(event) => void submit(event)}>
        {problem && <ProblemText problem={problem} />}
        {isAsked && (
          <PasswordField name="current" label="Password you signed in with" testId="current-password" isFirst />
        )}
        <PasswordField
          name="fresh"
          label="New password"
          testId="new-password"
          isFirst={!isAsked}
          hint={`${MIN_LENGTH} characters or more; a few words are easy to remember`}
        />
        <PasswordField name="repeated" label="New password again" testId="new-password-repeat" />
        <div className="auth__bar">
          <button type="button" className="button" onClick={() => void signOut()}>
            Sign out
          </button>
          <button type="submit" className="button button--primary" data-testid="password-submit" disabled={busy}>
            {busy ? 'Saving' : 'Save and open'}
          </button>
        </div>
      </form>
    </AuthCard>
  );
}

async function signOut(): Promise<void> {
  await api.logout().catch(() => undefined);
  tokens.end();
}
