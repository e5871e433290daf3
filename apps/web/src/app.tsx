import { lazy, Suspense } from 'react';
import { AuthCard } from './session/auth-card.js';
import { PasswordPage } from './session/password-page.js';
import { SignInPage } from './session/sign-in-page.js';
import { ErrorBoundary } from './shell/error-boundary.js';
import { useApp } from './store/store.js';

const load = () => import('./shell/workstation.js').then(({ Workstation: page }) => ({ default: page }));
const Workstation = lazy(load);

/** Ahead of the moment when it is shown: while the session is asked for, or somebody types a password. */
export function loadWorkstation(): void {
  // Shown with the page's own words when it is needed and still does not load.
  load().catch(() => undefined);
}

const opening = (
  <AuthCard title="Opening the workstation" lead="One moment.">
    {null}
  </AuthCard>
);

export function App() {
  const { phase, user } = useApp(({ session }) => session);
  if (phase === 'starting') return opening;
  if (phase === 'signed-out' || !user) return <SignInPage />;
  if (user.mustChangePassword) return <PasswordPage />;
  return (
    <ErrorBoundary name="The workstation">
      <Suspense fallback={opening}>
        {/* Sockets, orders and layout are one person's: another tab may have signed in as somebody else. */}
        <Workstation key={user.id} user={user} />
      </Suspense>
    </ErrorBoundary>
  );
}
