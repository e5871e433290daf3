import { entriesOf } from './entry.js';

const entry = entriesOf('actors');

/** The signed claims that say who is behind a command. */
export const ACTORS = {
  ACTOR_CLAIM_REQUIRED: entry(
    'The command is one of people, and nothing in it proves who sent it.',
    'Send it through the gateway or `bourse`, which sign it; a client of your own signs with the private key.',
  ),
  ACTOR_CLAIM_INVALID: entry(
    'The claim does not hold: it was changed, is one for another command, or its key is not known here.',
    'Sign the command as it is sent. Signer and verifier need the same ACTOR_KEYS_DIR, and clocks that agree.',
  ),
  ACTOR_CLAIM_EXPIRED: entry(
    'The claim is too old; the command was not executed.',
    'Sign it again and repeat it with the same commandId; compare the clocks of the machines if it happens again.',
  ),
  ACTOR_KEY_MISSING: entry(
    'The keys that claims are signed or verified with are not there or cannot be used.',
    'The message names the file; set ACTOR_KEYS_DIR to the same folder for those that sign and those that verify.',
  ),
} as const;
