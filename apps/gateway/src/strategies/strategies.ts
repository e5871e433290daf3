import { DomainError, ok, refuse, type Result } from '@bourseworks/domain';
import {
  strategyControlTopic,
  type StrategyControlReplyShape,
  type StrategyControlShape,
} from '@bourseworks/dto/shapes';
import { Injectable } from '@nestjs/common';
import { PlatformBus } from '../bus/platform-bus.js';
import { CommandAudit } from '../commands/command-audit.js';
import { platformCommandId } from '../commands/command-ids.js';
import { roleRefusal, type Operator } from '../commands/operator.js';
import { SignedCommands } from '../commands/signed-commands.js';
import { GatewayConfig } from '../config/gateway-config.js';
import type { StrategyList, StrategyView } from './strategy.dto.js';

/** A host that is there answers at once; one that is not must not hold up the list. */
const LIST_TIMEOUT_MS = 2_000;

interface HostAnswer {
  readonly host: string;
  /** Undefined: it did not answer. */
  readonly strategies: StrategyControlReplyShape['strategies'] | undefined;
}

/** The strategies of all hosts that the settings name. */
@Injectable()
export class Strategies {
  constructor(
    private readonly bus: PlatformBus,
    private readonly commands: SignedCommands,
    private readonly audit: CommandAudit,
    private readonly config: GatewayConfig,
  ) {}

  async list(): Promise<StrategyList> {
    const answers = await this.askAll();
    return {
      strategies: answers.flatMap(({ host, strategies = [] }) => strategies.map((one) => ({ ...one, host }))),
      unreachable: answers.filter(({ strategies }) => strategies === undefined).map(({ host }) => host),
    };
  }

  /** @throws DomainError when its host refused or did not answer */
  async control(
    operator: Operator,
    action: 'start' | 'stop',
    id: string,
    { commandId, reason }: { readonly commandId: string; readonly reason?: string | undefined },
  ): Promise<Result<StrategyView>> {
    const subject = {
      action: `strategy.${action}` as const,
      resource: 'strategy',
      resourceId: id,
      details: { commandId, ...(reason === undefined ? {} : { reason }) },
    };
    const denied = roleRefusal(operator, subject.action);
    const host = denied ?? (await this.hostOf(id));
    if (!host.ok) {
      await this.audit.refused(operator, subject, host.refusal.code);
      return host;
    }
    const work = (): Promise<StrategyView> =>
      this.send(operator, host.value, { action, id, commandId: platformCommandId(action, commandId), ...why(reason) });
    return ok(await this.audit.run(operator, subject, work, ({ state }) => ({ state, host: host.value })));
  }

  private async send(operator: Operator, host: string, body: StrategyControlShape): Promise<StrategyView> {
    const action = body.action === 'start' ? 'strategy.start' : 'strategy.stop';
    const topic = strategyControlTopic(host);
    const { strategies } = await this.commands.send<StrategyControlReplyShape>(operator, action, topic, body);
    const [strategy] = strategies;
    if (strategy === undefined)
      throw new DomainError({ code: 'BAD_REPLY', message: `${host} did not name the strategy` });
    return { ...strategy, host };
  }

  private async hostOf(id: string): Promise<Result<string>> {
    const asked = this.config.strategyHosts.map(async (host) => {
      const answer = await this.askOne(host);
      return { ...answer, hasIt: answer.strategies?.some((one) => one.id === id) === true };
    });
    // A host that is away must not hold up the command to another.
    const found = await firstOf(asked, ({ hasIt }) => hasIt);
    if (found !== undefined) return ok(found.host);
    const answers = await Promise.all(asked);
    const away = answers.filter(({ strategies }) => strategies === undefined).map(({ host }) => host);
    // It may be one of theirs.
    if (away.length > 0) return refuse('REQUEST_TIMEOUT', `these hosts did not answer: ${away.join(', ')}`);
    return refuse('STRATEGY_UNKNOWN', 'no host has a strategy of this id', { id });
  }

  private async askAll(): Promise<HostAnswer[]> {
    return Promise.all(this.config.strategyHosts.map((host) => this.askOne(host)));
  }

  private async askOne(host: string): Promise<HostAnswer> {
    try {
      const topic = strategyControlTopic(host);
      const reply = await this.bus.ask<StrategyControlReplyShape>(topic, { action: 'list' }, LIST_TIMEOUT_MS);
      return { host, strategies: reply.strategies };
    } catch (error) {
      if (error instanceof DomainError) return { host, strategies: undefined };
      throw error;
    }
  }
}

/** The first value that fits, in the order in which they come; undefined when all are there and none does. */
async function firstOf<T>(promises: readonly Promise<T>[], fits: (value: T) => boolean): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const seen = promises.map((promise) => promise.then((value) => void (fits(value) && resolve(value))));
    Promise.all(seen).then(() => resolve(undefined), reject);
  });
}

const why = (reason: string | undefined): { readonly reason?: string } => (reason === undefined ? {} : { reason });
