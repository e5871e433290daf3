import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import type { ActorIdentity } from '@bourseworks/actor';
import {
  KILL_SCOPES,
  KillRequest,
  parseControlTopic,
  PATTERNS,
  type KillReplyShape,
  type KillScope,
} from '@bourseworks/dto';
import type { ControlCommand, ControlReply } from '@bourseworks/order-engine';
import { EventLog } from '@bourseworks/ports';
import { CodedRpcException, SolaceContext, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { accountUnknown, isAccount } from '../core/accounts.js';
import { OmsCore } from '../core/oms-core.js';
import { People } from './people.js';

function controlCommand(topic: string, request: KillRequest): ControlCommand {
  const parsed = parseControlTopic(topic);
  if (!parsed.ok) throw new CodedRpcException('BAD_TOPIC', parsed.refusal.message);
  const { scope, id } = parsed.value;
  if (!KILL_SCOPES.some((known) => known === scope)) {
    throw new CodedRpcException('BAD_TOPIC', `the scope is one of ${KILL_SCOPES.join(', ')}`, { scope });
  }
  if (scope === 'firm' && id !== 'all') throw new CodedRpcException('BAD_TOPIC', 'the id of scope firm is all', { id });
  const { commandId, actor, reason } = request;
  return { commandId, actor, reason, scope: scope as KillScope, id };
}

function killReply(reply: ControlReply): KillReplyShape {
  if (reply.code !== undefined) throw new CodedRpcException(reply.code, reply.reason ?? 'the command was refused');
  const { id, killed, cancelled, sequence } = reply;
  return { scope: reply.scope as KillScope, id, killed, cancelled, sequence };
}

/** The kill switch: blocks new orders of its scope and cancels the open ones; latched until a person re-arms it. */
@Controller()
export class ControlController {
  constructor(
    private readonly core: OmsCore,
    private readonly people: People,
    private readonly log: EventLog,
  ) {}

  @SolaceMessagePattern(PATTERNS.kill)
  async kill(@Payload() request: KillRequest, @Ctx() context: SolaceContext): Promise<KillReplyShape> {
    const command = controlCommand(context.getTopic(), request);
    const who = this.people.ofControl('control.kill', context.getTopic(), request);
    this.checkAccount(command);
    const reply = killReply(await this.core.control((engine, nowUs) => engine.kill(command, nowUs)));
    this.told('control.killed', reply, command, who);
    return reply;
  }

  @SolaceMessagePattern(PATTERNS.rearm)
  async rearm(@Payload() request: KillRequest, @Ctx() context: SolaceContext): Promise<KillReplyShape> {
    const command = controlCommand(context.getTopic(), request);
    const who = this.people.ofControl('control.rearm', context.getTopic(), request);
    this.checkAccount(command);
    const reply = killReply(await this.core.control((engine, nowUs) => engine.rearm(command, nowUs)));
    this.told('control.rearmed', reply, command, who);
    return reply;
  }

  private told(event: string, reply: KillReplyShape, { actor, reason }: ControlCommand, who: ActorIdentity): void {
    this.log.warn({ ...reply, event, actor, actorId: who.id, via: who.via, reason });
  }

  /**
   * An account that is misspelt: "killed" would be believed while its orders go on. A switch of an account that is configured
   * no more can be taken off.
   */
  private checkAccount({ scope, id }: ControlCommand): void {
    const { engine } = this.core;
    if (scope !== 'account' || isAccount(engine, id)) return;
    if (engine.killed().some((entry) => entry.scope === scope && entry.id === id)) return;
    throw accountUnknown(engine);
  }
}
