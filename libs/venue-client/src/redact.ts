const MAX_QUOTED = 200;
/** A shorter text is no key, and blanking it would blank half of every message. */
const MIN_SECRET = 4;

/** What a venue said, short, and without the keys should it repeat them; '' for what is no text. */
export function quotable(said: unknown, secrets: readonly string[]): string {
  if (typeof said !== 'string') return '';
  let safe = said;
  // Before it is cut: half a key is one too.
  for (const secret of secrets) if (secret.length >= MIN_SECRET) safe = safe.replaceAll(secret, '***');
  return safe.slice(0, MAX_QUOTED);
}
