import { ROLES_FOR, type ActorAction, type ActorIdentity, type ActorVerifier } from '@bourseworks/actor';
import type { Refusal } from '@bourseworks/domain';
import { isMachineCommand } from '@bourseworks/order-engine';
import type { EventLog } from '@bourseworks/ports';
import { CodedRpcException } from '@bourseworks/solace-transport';

interface Claimed {
  readonly commandId: string;
  readonly claim?: string;
}

/** What people may command beside orders. */
export type ControlAction = Extract<ActorAction, `control.${string}`>;

/**
 * Who is behind a command, by the claim in it. Looked at before anything of the command is journaled: a command that nobody
 * answers for leaves no trace but a line in the log.
 */
export class People {
  constructor(
    private readonly verifier: ActorVerifier,
    private readonly log: EventLog,
  ) {}

  /**
   * The person behind a command about an order, undefined when it is a machine's: the broker's access rules say who may
   * send under a strategy's name. `alsoAllowed`: roles that this very order is open to beside those of its kind; asked of
   * orders of people alone, strategies must not wait for the answer.
   * @throws CodedRpcException when the claim is missing or does not hold
   */
  ofOrder(
    action: ActorAction,
    topic: string,
    request: Claimed & { readonly strategy: string },
    alsoAllowed: () => readonly string[] = () => [],
  ): ActorIdentity | undefined {
    const unsigned = request.claim === undefined || request.claim === null;
    if (unsigned && isMachineCommand(request.strategy, request.commandId)) return undefined;
    return this.verified(action, topic, request, alsoAllowed());
  }

  /** The person behind a command of control. @throws CodedRpcException as above, and when it names somebody else */
  ofControl(action: ControlAction, topic: string, request: Claimed & { readonly actor: string }): ActorIdentity {
    const who = this.verified(action, topic, request);
    if (who.name === request.actor) return who;
    // The journal keeps the name: it must be the one that was proved.
    throw this.refused(action, topic, request, {
      code: 'ACTOR_CLAIM_INVALID',
      message: `the claim is one of ${who.name}, but actor is ${request.actor}`,
    });
  }

  private verified(
    action: ActorAction,
    topic: string,
    request: Claimed,
    alsoAllowed: readonly string[] = [],
  ): ActorIdentity {
    const roles = [...ROLES_FOR[action], ...alsoAllowed];
    const verified = this.verifier.verify(action, topic, request, request.claim, roles);
    if (verified.ok) return verified.value;
    throw this.refused(action, topic, request, verified.refusal);
  }

  private refused(action: ActorAction, topic: string, { commandId }: Claimed, refusal: Refusal): CodedRpcException {
    const { code, message, details } = refusal;
    this.log.warn({ event: 'actor.refused', code, reason: message, action, topic, commandId, ...details });
    return new CodedRpcException(code, message, details);
  }
}
