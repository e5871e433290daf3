import { ActorSigner, type ActorAction } from '@bourseworks/actor';
import { Injectable } from '@nestjs/common';
import { PlatformBus } from '../bus/platform-bus.js';
import { identityOf, type Operator } from './operator.js';

/** Commands of people to the platform, each with the signed claim of who is behind it. */
@Injectable()
export class SignedCommands {
  constructor(
    private readonly bus: PlatformBus,
    private readonly signer: ActorSigner,
  ) {}

  /** @throws DomainError of the transport or of the service that refused; see `leavesOutcomeOpen` */
  async send<T>(operator: Operator, action: ActorAction, topic: string, body: object): Promise<T> {
    const claim = this.signer.sign(identityOf(operator), action, topic, body);
    const signed = { ...body, claim };
    if (!action.startsWith('order.')) return this.bus.ask<T>(topic, signed);
    return this.bus.command<T>(topic, signed, { expires: action !== 'order.cancel' });
  }
}
