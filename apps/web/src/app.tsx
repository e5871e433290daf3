import { lazy, Suspense } from 'react';
import { AuthCard } from './session/auth-card.js';
import { PasswordPage } from './session/password-page.js';
import { SignInPage } from './session/sign-in-page.js';
import { ErrorBoundary } from './shell/error-boundary.js';
import { useApp } from './store/store.js';

const Workstation = lazy(() => import('./shell/workstation.js').then(({ Workstation: page }) => ({ default: page })));

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
        <Workstation user={user} />
      </Suspense>
    </ErrorBoundary>
  );
}
