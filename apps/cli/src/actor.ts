import { userInfo } from 'node:os';
import { loadActorSigner, type ActorAction, type ActorIdentity, type ActorSigner } from '@bourseworks/actor';
import { isErrorCode } from '@bourseworks/domain';
import { SystemClock } from '@bourseworks/ports';
import { keysDirectory } from './data-directory.js';
import { EXIT } from './exit-codes.js';
import { CliFailure, codeOf } from './failure.js';
import { remedyOf } from './remedies.js';

/** Whoever may read the private key is an operator of this machine, and may do all that a person can from here. */
const OPERATOR_ROLES = ['trader', 'risk'];

/** Name of the user of this process; undefined where there is none: a container may run under a number that has no name. */
export function osUser(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** The operator behind a command. `name` is who asks, where that is not the user of this machine. */
export function operator(name?: string): ActorIdentity {
  const id = osUser() ?? `uid-${process.getuid?.() ?? 0}`;
  return { id, name: name ?? id, roles: OPERATOR_ROLES, via: 'cli' };
}

function loadSigner(directory: string): ActorSigner {
  try {
    return loadActorSigner(directory, new SystemClock());
  } catch (error) {
    const code = codeOf(error);
    if (!(error instanceof Error) || code === undefined || !isErrorCode(code)) throw error;
    throw new CliFailure(EXIT.failed, error.message, remedyOf(code), code);
  }
}

/**
 * The body with a claim of who sends it, signed with the key of this machine; the key is made when there is none. To be
 * called right before it is sent: a claim holds for a minute.
 * @throws CliFailure when the key cannot be used or made
 */
export function signed<Body extends object>(
  action: ActorAction,
  topic: string,
  body: Body,
  { actor = operator(), directory = keysDirectory(process.env) }: { actor?: ActorIdentity; directory?: string } = {},
): Body & { readonly claim: string } {
  return { ...body, claim: loadSigner(directory).sign(actor, action, topic, body) };
}
