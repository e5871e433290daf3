import { ok, refuse, type Refused, type Result } from '@bourseworks/domain';
import { ACTOR_ACTIONS, type ActorAction, type ActorIdentity } from './actor.js';

/** Longest claim, characters: it travels in the body of a command. */
export const MAX_CLAIM_LENGTH = 2_048;
/** How long a claim holds, milliseconds. */
export const CLAIM_TTL_MS = 60_000;
/** How far the clocks of signer and verifier may differ, milliseconds. */
export const CLOCK_SKEW_MS = 5_000;

/** What is signed. */
export interface ClaimPayload {
  /** Names the key that it was signed with. */
  readonly kid: string;
  readonly who: ActorIdentity;
  readonly action: ActorAction;
  readonly topic: string;
  /** `bodyDigest` of the command. */
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly iat: number;
  readonly exp: number;
  /** Random: two claims are never the same text. */
  readonly jti: string;
}

export interface SplitClaim {
  readonly kid: string;
  readonly payload: unknown;
  /** The bytes that the signature is over. */
  readonly signed: Buffer;
  readonly signature: Buffer;
}

const SIGNATURE_BYTES = 64;

export const claimInvalid = (why: string): Refused => refuse('ACTOR_CLAIM_INVALID', `the claim ${why}`);

/** The prefix keeps a signature of this key over something else from ever being read as a claim, and the other way round. */
export const signedBytes = (payload: string): Buffer => Buffer.from(`bourseworks actor claim 1.${payload}`);

/** Decodes base64url of one spelling: no blanks, no padding, no stray bits, which Node's decoder would let pass. */
function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** `base64url(payload).base64url(signature)` taken apart; nothing is trusted yet. */
export function splitClaim(claim: string): Result<SplitClaim> {
  if (claim.length > MAX_CLAIM_LENGTH) return claimInvalid(`is longer than ${MAX_CLAIM_LENGTH} characters`);
  const [text = '', sign = '', ...more] = claim.split('.');
  const bytes = decode(text);
  const signature = decode(sign);
  if (more.length > 0 || bytes === undefined || signature?.length !== SIGNATURE_BYTES) return claimInvalid('is none');
  const payload = parsed(bytes);
  const kid = (payload as Partial<ClaimPayload> | null | undefined)?.kid;
  if (typeof kid !== 'string') return claimInvalid('is none');
  return ok({ kid, payload, signed: signedBytes(text), signature });
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isTime = (value: unknown): value is number => Number.isSafeInteger(value);

function isIdentity(value: unknown): value is ActorIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, roles, session, via } = value as Record<string, unknown>;
  if (!isText(id) || !isText(name) || !isText(via) || (session !== undefined && !isText(session))) return false;
  return Array.isArray(roles) && roles.every(isText);
}

/** Whether a signed payload has the shape that this release knows: a later one may sign others with the same key. */
export function isPayload(value: unknown): value is ClaimPayload {
  if (typeof value !== 'object' || value === null) return false;
  const { kid, who, action, topic, body, iat, exp, jti } = value as Record<string, unknown>;
  if (![kid, topic, body, jti].every(isText) || !isTime(iat) || !isTime(exp)) return false;
  return ACTOR_ACTIONS.some((known) => known === action) && isIdentity(who);
}
