import { useEffect, useRef } from 'react';
import { hotkeyOf, type HotkeyAction } from './hotkeys.js';

const fields = 'input, textarea, select, [contenteditable="true"]';

/** Listens before anybody else does: no field and no grid can keep a key from these. A key that is held counts once. */
export function useHotkeys(act: (action: HotkeyAction) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.matches(fields);
      const action = hotkeyOf(event, typing);
      if (action === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) latest.current(action);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}
