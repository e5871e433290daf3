import { randomInt } from 'node:crypto';
import { ok, refuse, type Result } from '@bourseworks/domain';

export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;

/** Guessed first, of those that are long enough; compared in small letters and without what is not a letter or digit. */
const COMMON = new Set(
  `passwordpassword password1234 password12345 password123456 passw0rd1234 1234567890ab 123456789012 1234567890123
   12345678901234 123456789012345 1234567890123456 0123456789ab abcdefghijkl abcdefghijklm abcdefgh1234 abcd12345678
   qwertyuiopas qwertyuiop12 qwertyuiop123 qwertyuiopasdf qwertyuiopasdfghjkl qwerty123456 qwerty1234567 1qaz2wsx3edc
   1qaz2wsx3edc4rfv zaq12wsxcde3 q1w2e3r4t5y6 q1w2e3r4t5y6u7 1q2w3e4r5t6y 1q2w3e4r5t6y7u asdfghjklzxc asdfghjkl123
   zxcvbnm12345 zxcvbnmasdfg letmein12345 letmeinplease iloveyou1234 iloveyou12345 welcome12345 welcome123456
   changeme1234 changemechangeme administrator administrator1 admin1234567 adminadminadmin administrator123
   trustno11234 sunshine1234 princess1234 football1234 baseball1234 monkey123456 dragon123456 superman1234
   correcthorsebatterystaple thisismypassword mypassword123 secretsecret secret123456 default12345 masterpassword
   bourseworks12 bourseworks123 bourseworks1234 bourseworksbourseworks tradingtrading trader123456 letstradestocks`
    .split(/\s+/)
    .map((word) => word.trim()),
);

/** The one form of a password: typed on two keyboards, it can differ in how its characters are composed. */
export const passwordForm = (password: string): string => password.normalize('NFKC');

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Few different characters, such as `aaaaaaaaaaaa` or `121212121212`. */
const minDifferent = 5;

/**
 * Length and guessability, no composition rules (NIST SP 800-63B section 3.1.1.2, ASVS 5 section 6.2). Length counts
 * characters as people see them in code points.
 */
export function checkPassword(password: string, username: string): Result<void> {
  const length = Array.from(password).length;
  if (length < MIN_PASSWORD || length > MAX_PASSWORD)
    return refuse('PASSWORD_WEAK', `a password has ${MIN_PASSWORD} to ${MAX_PASSWORD} characters`);
  const form = passwordForm(password);
  const word = plain(form);
  if (new Set(form).size < minDifferent) return refuse('PASSWORD_WEAK', 'the password repeats few characters');
  if (COMMON.has(word)) return refuse('PASSWORD_WEAK', 'the password is one of those that are guessed first');
  const name = plain(username);
  if (name.length > 2 && word.replaceAll(name, '').length < minDifferent)
    return refuse('PASSWORD_WEAK', 'the password is little more than the user name');
  return ok(undefined);
}

const letters = 'abcdefghijkmnpqrstuvwxyz23456789';

/** 24 characters that are hard to misread, 120 bits. */
export function generatePassword(): string {
  const pick = (): string => letters.charAt(randomInt(letters.length));
  return Array.from({ length: 4 }, () => Array.from({ length: 6 }, pick).join('')).join('-');
}
