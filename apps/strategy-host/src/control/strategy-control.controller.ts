import { Controller, type Type } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { StrategyControl, strategyControlTopic, type StrategyControlReplyShape } from '@bourseworks/dto';
import { CodedRpcException, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { StrategyHost } from '../runner/strategy-host.js';

/** Made for one host: its id is a level of the topic, and a wildcard would make every host answer. */
export function strategyControlController(hostId: string): Type<object> {
  @Controller()
  class StrategyControlController {
    constructor(private readonly host: StrategyHost) {}

    @SolaceMessagePattern(strategyControlTopic(hostId))
    async control(@Payload() { action, id }: StrategyControl): Promise<StrategyControlReplyShape> {
      if (action === 'list') {
        const strategies = this.host.list();
        return { strategies: id === undefined ? strategies : strategies.filter((strategy) => strategy.id === id) };
      }
      if (id === undefined)
        throw new CodedRpcException('BAD_REQUEST', `${action} needs the id of a strategy`, { field: 'id' });
      const result = await this.host.control(action, id, 'asked to by control');
      if (!result.ok) throw new CodedRpcException(result.refusal.code, result.refusal.message, result.refusal.details);
      return { strategies: this.host.list().filter((strategy) => strategy.id === id) };
    }
  }
  return StrategyControlController;
}
