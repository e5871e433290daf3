export type HotkeyAction = 'ticket' | 'cancel-all' | 'flatten' | 'kill' | 'help';

export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
}

const WITH_CTRL_SHIFT: Readonly<Record<string, HotkeyAction>> = {
  KeyX: 'cancel-all',
  KeyF: 'flatten',
  KeyK: 'kill',
};

/**
 * What a key press asks for. By its place on the keyboard, for with Ctrl and Shift layouts give other letters. `typing`: the
 * focus is in a field; keys that are text then stay text.
 */
export function hotkeyOf(press: KeyPress, typing: boolean): HotkeyAction | undefined {
  if (press.altKey) return undefined;
  const ctrl = press.ctrlKey || press.metaKey;
  if (ctrl && press.shiftKey) return WITH_CTRL_SHIFT[press.code];
  if (ctrl) return undefined;
  if (press.key === 'F2') return 'ticket';
  return press.key === '?' && !typing ? 'help' : undefined;
}

export interface Hotkey {
  readonly keys: readonly string[];
  readonly does: string;
}

/** What the help shows. */
export const HOTKEYS: readonly { readonly title: string; readonly keys: readonly Hotkey[] }[] = [
  {
    title: 'Everywhere, also while typing',
    keys: [
      { keys: ['Ctrl', 'Shift', 'K'], does: 'Kill switch: opens it; Enter then stops all trading' },
      { keys: ['Ctrl', 'Shift', 'X'], does: 'Cancel all open orders of the account' },
      { keys: ['Ctrl', 'Shift', 'F'], does: 'Flatten all positions of the account, after a confirmation' },
      { keys: ['F2'], does: 'Go to the order ticket' },
      { keys: ['?'], does: 'This help (not while typing)' },
    ],
  },
  {
    title: 'Order ticket',
    keys: [
      { keys: ['B'], does: 'Buy' },
      { keys: ['S'], does: 'Sell' },
      { keys: ['L'], does: 'Limit order' },
      { keys: ['M'], does: 'Market order' },
      { keys: ['E'], does: 'Exits: a take-profit, a stop-loss or both with the order' },
      { keys: ['↑', '↓'], does: 'One lot or one tick; with Shift ten, with Ctrl a hundred' },
      { keys: ['Enter'], does: 'Send the order; pressed twice it is still one order' },
      { keys: ['Esc'], does: 'Back from a confirmation' },
    ],
  },
  {
    title: 'Watchlist and depth',
    keys: [
      { keys: ['↑', '↓'], does: 'Previous or next instrument; linked panels follow' },
      { keys: ['Alt', '↑'], does: 'Moves the instrument up or (Alt ↓) down the list' },
      { keys: ['Delete'], does: 'Take the instrument from the watchlist' },
      { keys: ['Space'], does: 'Centre the depth ladder' },
    ],
  },
];
