import { readFileSync, statSync } from 'node:fs';
import type { SmfUser } from './options.js';
import { parseSubscription } from './routing/subscription-pattern.js';

const LISTS = ['publish', 'subscribe', 'queues'] as const;
const KEYS: ReadonlySet<string> = new Set(['vpn', 'username', 'password', ...LISTS]);
/** Beyond this it is no list of users. */
const MAX_BYTES = 4_000_000;

/**
 * Users from a file that holds them as a list in JSON, of the one VPN unless they name another. What is wrong with it is
 * added to `errors`, never with a password.
 */
export function readUsers(path: string, vpn: string, errors: string[]): SmfUser[] {
  const wrong = (problem: string): SmfUser[] => {
    errors.push(`BROKER_USERS_FILE="${path}": ${problem}`);
    return [];
  };
  let text: string;
  try {
    const { mode, size } = statSync(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      return wrong(`others than its owner may read it (mode ${(mode & 0o777).toString(8)}): chmod 600`);
    }
    if (size > MAX_BYTES) return wrong(`larger than ${MAX_BYTES} bytes`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return wrong(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const listed = parse(text);
  if (!Array.isArray(listed) || listed.length === 0) return wrong('a list of users in JSON');
  const users = listed.map((user: unknown) => (typeof user === 'object' && user !== null ? { vpn, ...user } : user));
  const problems = users.flatMap((user, index) => problemOfUser(user, users.slice(0, index)) ?? []);
  for (const problem of problems) wrong(problem);
  return problems.length > 0 ? [] : (users as SmfUser[]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of the parser would show what stands there.
    return undefined;
  }
}

function problemOfUser(value: unknown, before: readonly unknown[]): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'a user is an object';
  const given = value as Record<string, unknown>;
  const isText = (key: string): boolean => typeof given[key] === 'string' && given[key].trim() !== '';
  if (!isText('username')) return 'a user without a username';
  const name = String(given['username']);
  const unknown = Object.keys(given).find((key) => !KEYS.has(key));
  if (unknown !== undefined) return `${name}: ${unknown}: there is no such property`;
  for (const key of ['vpn', 'password']) if (!isText(key)) return `${name}: ${key} is missing`;
  for (const key of LISTS) {
    const list = given[key];
    if (list !== undefined && !(Array.isArray(list) && list.every(isPattern))) {
      return `${name}: ${key} is a list of topics, with wildcards as in subscriptions`;
    }
  }
  const same = (other: unknown): boolean => {
    const one = other as Partial<SmfUser> | null;
    return one?.username === name && one.vpn === given['vpn'];
  };
  return before.some(same) ? `${name} is listed twice` : null;
}

function isPattern(value: unknown): boolean {
  return typeof value === 'string' && parseSubscription(Buffer.from(value).toString('latin1')) !== null;
}
