export { ACTOR_ACTIONS, ROLES_FOR } from './actor.js';
export type { ActorAction, ActorIdentity } from './actor.js';
export { ActorSigner, loadActorSigner } from './actor-signer.js';
export { ActorVerifier } from './actor-verifier.js';
export { bodyDigest } from './body-digest.js';
export { CLAIM_TTL_MS, CLOCK_SKEW_MS, MAX_CLAIM_LENGTH } from './claim.js';
export { actorKeysDirectory } from './keys-directory.js';
