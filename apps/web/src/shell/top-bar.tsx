import { ThemeToggle } from '../session/auth-card.js';
import type { User } from '../store/session-slice.js';
import { AccountFigures } from './account-figures.js';
import { Clock } from './clock.js';
import { ConnectionPills } from './connection-pills.js';
import { BrandMark, HelpIcon } from './icons.js';
import { KillControl } from './kill-control.js';
import { LayoutMenu } from './layout-menu.js';
import { UserMenu } from './user-menu.js';

interface Props {
  readonly user: User;
  readonly killOpen: boolean;
  readonly onKill: (open: boolean) => void;
  readonly onHelp: () => void;
}

export function TopBar({ user, killOpen, onKill, onHelp }: Props) {
  return (
    <header className="topbar">
      <div className="topbar__brand">
        <BrandMark />
        Bourseworks
      </div>
      <LayoutMenu />
      <span className="topbar__divider" />
      <AccountFigures />
      <span className="topbar__space" />
      <ConnectionPills />
      <span className="topbar__divider" />
      <Clock />
      <ThemeToggle />
      <button
        type="button"
        className="icon-button"
        aria-label="Keyboard help"
        title="Keyboard help (?)"
        onClick={onHelp}
      >
        <HelpIcon />
      </button>
      <UserMenu user={user} />
      <KillControl open={killOpen} onOpen={onKill} />
    </header>
  );
}
