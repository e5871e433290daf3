import { randomBytes, sign, type KeyObject } from 'node:crypto';
import { US_PER_MS } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import type { ActorAction, ActorIdentity } from './actor.js';
import { bodyDigest } from './body-digest.js';
import { CLAIM_TTL_MS, MAX_CLAIM_LENGTH, signedBytes, type ClaimPayload } from './claim.js';
import { loadPrivateKey } from './key-files.js';
import { keyIdOf, lineOf } from './public-key.js';

/** Says who is behind a command, in a way that a verifier with the public key can check. */
export class ActorSigner {
  /** Names the key that claims are signed with. */
  readonly keyId: string;

  constructor(
    private readonly key: KeyObject,
    private readonly clock: Clock,
  ) {
    this.keyId = keyIdOf(lineOf(key));
  }

  /**
   * The text for `claim` of the body. It holds for this body on this topic alone, for 60 s: a command that is sent again
   * later is signed again. @throws RangeError when the identity is too long to travel
   */
  sign(identity: ActorIdentity, action: ActorAction, topic: string, body: object): string {
    const { id, name, roles, session, via } = identity;
    const iat = Math.floor(this.clock.nowUs() / US_PER_MS);
    const payload: ClaimPayload = {
      kid: this.keyId,
      // Field by field: an identity is often cut from something larger, which must not travel.
      who: { id, name, roles, ...(session === undefined ? {} : { session }), via },
      action,
      topic,
      body: bodyDigest(body),
      iat,
      exp: iat + CLAIM_TTL_MS,
      jti: randomBytes(16).toString('base64url'),
    };
    const text = Buffer.from(JSON.stringify(payload)).toString('base64url');
    const claim = `${text}.${sign(null, signedBytes(text), this.key).toString('base64url')}`;
    if (claim.length > MAX_CLAIM_LENGTH) throw new RangeError(`a claim of ${claim.length} characters is too long`);
    return claim;
  }
}

/**
 * A signer with the private key below `directory`; the pair of keys is made there when there is none.
 * @throws DomainError ACTOR_KEY_MISSING when the key cannot be used or made
 */
export function loadActorSigner(directory: string, clock: Clock): ActorSigner {
  return new ActorSigner(loadPrivateKey(directory), clock);
}
