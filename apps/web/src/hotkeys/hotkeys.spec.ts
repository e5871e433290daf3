import { describe, expect, it } from '@jest/globals';
import { hotkeyOf } from './hotkeys.js';

const press = (code: string, modifiers: string, key = code.slice(-1)) => ({
  key,
  code,
  ctrlKey: modifiers.includes('c'),
  shiftKey: modifiers.includes('s'),
  altKey: modifiers.includes('a'),
  metaKey: modifiers.includes('m'),
  repeat: false,
});

describe('hotkeys', () => {
  it('fire while typing, whatever letter the layout has there', () => {
    expect(hotkeyOf(press('KeyK', 'cs'), true)).toBe('kill');
    expect(hotkeyOf(press('KeyX', 'cs', 'Ч'), true)).toBe('cancel-all');
    expect(hotkeyOf(press('KeyF', 'ms'), true)).toBe('flatten');
    expect(hotkeyOf(press('F2', '', 'F2'), true)).toBe('ticket');
  });

  it('leave text to fields', () => {
    expect(hotkeyOf(press('Slash', 's', '?'), true)).toBeUndefined();
    expect(hotkeyOf(press('Slash', 's', '?'), false)).toBe('help');
    expect(hotkeyOf(press('KeyK', ''), false)).toBeUndefined();
    expect(hotkeyOf(press('KeyK', 'c'), false)).toBeUndefined();
    expect(hotkeyOf(press('KeyK', 'csa'), false)).toBeUndefined();
  });
});
