import { loadActorSigner, type ActorAction, type ActorIdentity, type ActorSigner } from '@bourseworks/actor';
import { SystemClock } from '@bourseworks/ports';

const signers = new Map<string, ActorSigner>();

/** What a command asks for, by its topic, and by its body where one topic takes several. */
function actionOf(topic: string, body: object): ActorAction {
  const [area, , third, fourth] = topic.split('/');
  if (area === 'orders') return `order.${fourth}` as ActorAction;
  return (
    third === 'strategy' ? `strategy.${(body as { action?: string }).action}` : `control.${third}`
  ) as ActorAction;
}

/**
 * A command as a person sends it: with a claim signed by the key of `keysDirectory`, which is made when there is none. Who
 * asks is `actor` of the body, else `tester`; `who` changes more of the identity.
 */
export function signedBody<Body extends object>(
  keysDirectory: string,
  topic: string,
  body: Body,
  who: Partial<ActorIdentity> = {},
): Body & { readonly claim: string } {
  const signer = signers.get(keysDirectory) ?? loadActorSigner(keysDirectory, new SystemClock());
  signers.set(keysDirectory, signer);
  const name = (body as { actor?: unknown }).actor;
  const identity = {
    id: 'tester',
    name: typeof name === 'string' ? name : 'tester',
    roles: ['trader', 'risk'],
    via: 'test',
  };
  return { ...body, claim: signer.sign({ ...identity, ...who }, actionOf(topic, body), topic, body) };
}
