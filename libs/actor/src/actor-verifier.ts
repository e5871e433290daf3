import { verify } from 'node:crypto';
import { ok, refuse, US_PER_MS, type Result } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import type { ActorAction, ActorIdentity } from './actor.js';
import { bodyDigest } from './body-digest.js';
import { CLAIM_TTL_MS, claimInvalid, CLOCK_SKEW_MS, isPayload, splitClaim, type ClaimPayload } from './claim.js';
import { PublicKeys } from './public-keys.js';

/**
 * Checks the claims of commands with the public keys below a directory. Nothing is remembered of a claim: the same command
 * may come twice with the same claim, and is executed once by its commandId.
 */
export class ActorVerifier {
  private readonly keys: PublicKeys;

  constructor(
    directory: string,
    private readonly clock: Clock,
  ) {
    this.keys = new PublicKeys(directory, clock);
  }

  /**
   * Who is behind the command; refused unless the claim was signed for this action, topic and body, is of now, and one of
   * `allowedRoles` is among the roles.
   */
  verify(
    action: ActorAction,
    topic: string,
    body: object,
    claim: string | null | undefined,
    allowedRoles: readonly string[],
  ): Result<ActorIdentity> {
    // Null is what optional fields may be on the wire.
    if (claim === undefined || claim === null)
      return refuse('ACTOR_CLAIM_REQUIRED', `${action} needs a claim of who asks for it`);
    const payload = this.signedPayload(claim);
    if (!payload.ok) return payload;
    const { who, exp } = payload.value;
    const now = this.clock.nowUs() / US_PER_MS;
    const mismatch = mismatchOf(payload.value, { action, topic, body }, now);
    if (mismatch !== undefined) return claimInvalid(mismatch);
    if (now >= exp + CLOCK_SKEW_MS) {
      const seconds = Math.ceil((now - exp) / 1_000);
      return refuse('ACTOR_CLAIM_EXPIRED', `the claim ran out ${seconds} s ago`, { actor: who.name });
    }
    if (!who.roles.some((role) => allowedRoles.includes(role))) {
      const needed = allowedRoles.join(' or ');
      return refuse('ROLE_REQUIRED', `${action} needs the role ${needed}`, { actor: who.name, roles: needed });
    }
    return ok(who);
  }

  private signedPayload(claim: string): Result<ClaimPayload> {
    const split = splitClaim(claim);
    if (!split.ok) return split;
    const { kid, payload, signed, signature } = split.value;
    const key = this.keys.find(kid);
    if (!key.ok) return key;
    if (!verify(null, signed, key.value, signature)) return claimInvalid('was changed after it was signed');
    return isPayload(payload) ? ok(payload) : claimInvalid('is not of a form that is known here');
  }
}

interface Command {
  readonly action: ActorAction;
  readonly topic: string;
  readonly body: object;
}

/** What keeps a signed claim from being one for this command at this time; its end apart. */
function mismatchOf(payload: ClaimPayload, { action, topic, body }: Command, now: number): string | undefined {
  const { iat, exp } = payload;
  if (payload.action !== action) return `is one for ${payload.action}, not for ${action}`;
  if (payload.topic !== topic) return 'is one for another topic';
  if (payload.body !== bodyDigest(body)) return 'is one for another command: the body was changed after it was signed';
  if (exp - iat > CLAIM_TTL_MS) return 'holds for longer than a claim may';
  if (iat > now + CLOCK_SKEW_MS) return 'is from the future: compare the clocks of the machines';
  return undefined;
}
