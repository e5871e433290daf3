import type { ReactNode } from 'react';
import { desk } from '../store/desk-slice.js';
import { useApp, useSend } from '../store/store.js';
import { BrandMark, MoonIcon, SunIcon } from '../shell/icons.js';

interface Props {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

export function AuthCard({ title, lead, children }: Props) {
  return (
    <main className="auth">
      <section className="auth__card">
        <div className="auth__brand">
          <BrandMark />
          <div>
            <strong>Bourseworks</strong>
            <span>Trading workstation</span>
          </div>
        </div>
        <h1>{title}</h1>
        <p className="auth__lead">{lead}</p>
        {children}
      </section>
    </main>
  );
}

export function ThemeToggle() {
  const theme = useApp((state) => state.desk.theme);
  const send = useSend();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      className="icon-button"
      data-testid="theme-toggle"
      aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}
      onClick={() => send(desk.themeChosen(other))}
    >
      {theme === 'dark' ? <SunIcon /> : <MoonIcon />}
    </button>
  );
}
