import { describe, expect, it } from '@jest/globals';
import { checkPassword, generatePassword } from './password-rules.js';

const weak = { ok: false, refusal: { code: 'PASSWORD_WEAK' } };

describe('checkPassword', () => {
  it('counts characters, 12 to 128 of them, and asks for no kinds of characters', () => {
    expect(checkPassword('lantern-orb', 'ada')).toMatchObject(weak);
    expect(checkPassword('lantern orbs', 'ada').ok).toBe(true);
    expect(checkPassword('ключ от моря', 'ada').ok).toBe(true);
    expect(checkPassword(`lanterns${'🐟'.repeat(120)}`, 'ada').ok).toBe(true);
    expect(checkPassword(`lanterns${'🐟'.repeat(121)}`, 'ada')).toMatchObject(weak);
  });

  it('refuses what is guessed first', () => {
    for (const password of [
      'Password-1234',
      'qwertyuiop12',
      '121212121212',
      'aaaaaaaaaaaaaaa',
      'CorrectHorseBatteryStaple',
    ])
      expect(checkPassword(password, 'ada')).toMatchObject(weak);
    expect(checkPassword('katherine-123', 'Katherine')).toMatchObject(weak);
    expect(checkPassword('katherine-lantern', 'Katherine').ok).toBe(true);
  });
});

describe('generatePassword', () => {
  it('gives another one each time, that passes its own rules', () => {
    const made = Array.from({ length: 100 }, generatePassword);
    expect(new Set(made).size).toBe(100);
    for (const password of made) expect(checkPassword(password, 'admin').ok).toBe(true);
  });
});
