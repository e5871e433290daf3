import { Controller, type Type } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ActorVerifier, ROLES_FOR, type ActorIdentity } from '@bourseworks/actor';
import type { Refusal } from '@bourseworks/domain';
import { StrategyControl, strategyControlTopic, type StrategyControlReplyShape } from '@bourseworks/dto';
import { EventLog } from '@bourseworks/ports';
import { CodedRpcException, SolaceContext, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { StrategyHost } from '../runner/strategy-host.js';
import { Once } from './once.js';

const refused = ({ code, message, details }: Refusal): CodedRpcException =>
  new CodedRpcException(code, message, details);

/** Made for one host: its id is a level of the topic, and a wildcard would make every host answer. */
export function strategyControlController(hostId: string): Type<object> {
  @Controller()
  class StrategyControlController {
    private readonly once = new Once();

    constructor(
      private readonly host: StrategyHost,
      private readonly verifier: ActorVerifier,
      private readonly log: EventLog,
    ) {}

    @SolaceMessagePattern(strategyControlTopic(hostId))
    async control(
      @Payload() request: StrategyControl,
      @Ctx() context: SolaceContext,
    ): Promise<StrategyControlReplyShape> {
      const { action, id } = request;
      if (action === 'list') {
        const strategies = this.host.list();
        return { strategies: id === undefined ? strategies : strategies.filter((strategy) => strategy.id === id) };
      }
      if (id === undefined)
        throw new CodedRpcException('BAD_REQUEST', `${action} needs the id of a strategy`, { field: 'id' });
      const who = this.whoAsks(action, context.getTopic(), request);
      const key = request.commandId ?? request.claim ?? '';
      const result = await this.once.run(key, `${action} ${id}`, () => this.execute(action, id, who, request.reason));
      if (!result.ok) throw refused(result.refusal);
      return { strategies: this.host.list().filter((strategy) => strategy.id === id) };
    }

    private whoAsks(action: 'start' | 'stop', topic: string, request: StrategyControl): ActorIdentity {
      const needed = `strategy.${action}` as const;
      const verified = this.verifier.verify(needed, topic, request, request.claim, ROLES_FOR[needed]);
      if (verified.ok) return verified.value;
      const { code, message, details } = verified.refusal;
      this.log.warn({ event: 'actor.refused', code, reason: message, action: needed, topic, ...details });
      throw refused(verified.refusal);
    }

    private execute(action: 'start' | 'stop', strategy: string, who: ActorIdentity, reason: string | undefined) {
      const { name: actor, id: actorId, via } = who;
      this.log.info({ event: 'control.strategy', action, strategy, actor, actorId, via, reason });
      const why = reason === undefined ? '' : `: ${reason}`;
      return this.host.control(action, strategy, `asked to by ${actor}${why}`);
    }
  }
  return StrategyControlController;
}
