import { DomainError, ok, refuse, type Result } from '@bourseworks/domain';
import { killTopic, type KillReplyShape, type KillRequestShape, type KillScope } from '@bourseworks/dto/shapes';
import { Injectable } from '@nestjs/common';
import { millisOf } from '../bus/wire-time.js';
import { CommandAudit } from '../commands/command-audit.js';
import { platformCommandId } from '../commands/command-ids.js';
import { roleRefusal, type Operator } from '../commands/operator.js';
import { leavesOutcomeOpen } from '../commands/outcome.js';
import { SignedCommands } from '../commands/signed-commands.js';
import { OmsQueries } from '../oms/oms-queries.js';
import type { KillView } from './kill-switch.dto.js';

export interface KillCommand {
  readonly commandId: string;
  readonly scope: KillScope;
  readonly id: string;
  readonly reason: string;
  /** kill */
  readonly flatten?: boolean;
  /** rearm */
  readonly force?: boolean;
}

/** A kill whose answer was lost is sent again at once: it is harmless twice. */
const ATTEMPTS = 2;

/** The kill switches of the OMS. */
@Injectable()
export class KillSwitch {
  constructor(
    private readonly oms: OmsQueries,
    private readonly commands: SignedCommands,
    private readonly audit: CommandAudit,
  ) {}

  /** Those that are on. @throws DomainError when the OMS does not answer */
  async list(): Promise<KillView[]> {
    const kills = await this.oms.kills();
    return kills.map(({ scope, id, actor, reason, time, phase }) => {
      return { scope, id, actor, reason, since: millisOf(time), phase };
    });
  }

  /** @throws DomainError when the OMS refused it or did not answer; repeating it is safe */
  async set(operator: Operator, action: 'kill' | 'rearm', command: KillCommand): Promise<Result<KillReplyShape>> {
    const { scope, id } = command;
    const subject = { action, resource: 'kill-switch', resourceId: `${scope}/${id}`, details: { ...command } };
    const refused = roleRefusal(operator, `control.${action}`) ?? scopeRefusal(command);
    if (refused !== undefined) {
      await this.audit.refused(operator, subject, refused.refusal.code);
      return refused;
    }
    const work = (): Promise<KillReplyShape> => this.send(operator, action, command);
    const tell = ({ killed, cancelled, sequence, awaits }: KillReplyShape): object => {
      return { killed, cancelled, sequence, ...(awaits === undefined ? {} : { awaits }) };
    };
    return ok(await this.audit.run(operator, subject, work, tell));
  }

  private async send(operator: Operator, action: 'kill' | 'rearm', command: KillCommand): Promise<KillReplyShape> {
    const { scope, id, reason, commandId, flatten, force } = command;
    const body: KillRequestShape = {
      // Of the switch too: the OMS takes an id for a repeat whatever switch it is of, and a repeat kills nothing.
      commandId: platformCommandId(action, scope, id, commandId),
      actor: operator.username,
      reason,
      ...(flatten === true ? { flatten } : {}),
      ...(force === true ? { force } : {}),
    };
    for (let attempt = 1; ; attempt++) {
      try {
        const topic = killTopic(action, scope, id);
        return done(action, await this.commands.send<KillReplyShape>(operator, `control.${action}`, topic, body));
      } catch (error) {
        if (attempt === ATTEMPTS || !leavesOutcomeOpen(error)) throw error;
      }
    }
  }
}

/** A repeat of what somebody has undone since changes nothing: whoever means it anew must not be told that it is done. */
function done(action: 'kill' | 'rearm', reply: KillReplyShape): KillReplyShape {
  if (reply.killed === (action === 'kill') || reply.awaits !== undefined) return reply;
  const message = `this ${action} was executed before and undone since; give a new commandId for another`;
  throw new DomainError({ code: 'COMMAND_CONFLICT', message, details: { killed: reply.killed } });
}

function scopeRefusal({ scope, id }: KillCommand): ReturnType<typeof refuse> | undefined {
  return scope === 'firm' && id !== 'all' ? refuse('BAD_REQUEST', 'the id of scope firm is all') : undefined;
}
