import { withoutLogins } from '@bourseworks/ports';

const redacted = '[redacted]';
const maxDepth = 6;
const secretKey =
  /(?:^|[._-])(?:password|passwd|passphrase|secret|token|authorization|cookie|credentials?|(?:api|private|secret|access)[._-]?key)$/;

/** `apiKey`, `API_KEY` and `x-api-key` alike: words apart, in small letters. */
const spread = (key: string): string => key.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** Keys repeat on every line, so each is judged once; bounded, for keys can come from data. */
const judged = new Map<string, boolean>();
const maxJudged = 2_000;

/** Whether a field of this name holds a secret. */
export function isSecretKey(key: string): boolean {
  const known = judged.get(key);
  if (known !== undefined) return known;
  const secret = secretKey.test(spread(key));
  if (judged.size < maxJudged) judged.set(key, secret);
  return secret;
}

/** A shorter value would be found in words that have nothing to do with it. */
const minSecretLength = 6;

/**
 * A text for people without what the environment holds secret: values of variables whose name says so or is one of
 * `names`, and logins in addresses. Code that is not ours writes errors with a key in them.
 */
export function withoutSecretValues(text: string, env: NodeJS.ProcessEnv, names: readonly string[] = []): string {
  let clean = withoutLogins(text);
  for (const [name, value = ''] of Object.entries(env)) {
    if (value.length < minSecretLength || !(names.includes(name) || isSecretKey(name))) continue;
    clean = clean.replaceAll(value, redacted);
  }
  return clean;
}

const isPlain = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/** Numbers and flags pass: `token: 17` counts something. */
const hides = (key: string, value: unknown): boolean =>
  (typeof value === 'string' || typeof value === 'object') && value !== null && value !== '' && isSecretKey(key);

function redactArray(items: readonly unknown[], depth: number): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const clean = redactValue(items[index], depth);
    if (clean !== items[index]) (copy ??= [...items])[index] = clean;
  }
  return copy ?? items;
}

function redactValue(value: unknown, depth: number): unknown {
  if (depth <= 0) return value;
  if (Array.isArray(value)) return redactArray(value, depth - 1);
  return isPlain(value) ? redactSecrets(value, depth - 1) : value;
}

/**
 * The fields of a log line with secrets blanked, down to six levels. The object given is never changed; without a
 * secret in it, it is returned itself.
 */
export function redactSecrets(fields: Record<string, unknown>, depth = maxDepth): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const key in fields) {
    const value = fields[key];
    const clean = hides(key, value) ? redacted : redactValue(value, depth);
    if (clean !== value) (copy ??= { ...fields })[key] = clean;
  }
  return copy ?? fields;
}
