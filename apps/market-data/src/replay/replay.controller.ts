import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  PATTERNS,
  type ReplayDoneShape,
  type ReplayStartReplyShape,
  type ReplayStatusShape,
} from '@bourseworks/dto/shapes';
import { parseNanos, refuse } from '@bourseworks/domain';
import { EventLog } from '@bourseworks/ports';
import { SolaceContext, SolaceEventPattern, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { RequestLog } from '../request-log.js';
import { ReplayStartRequest } from '@bourseworks/dto';
import { ReplayService } from './replay.service.js';

/** Replay runs: begun and asked for over the bus; members answer each step with an event. */
@Controller()
export class ReplayController {
  constructor(
    private readonly replays: ReplayService,
    private readonly requests: RequestLog,
    private readonly log: EventLog,
  ) {}

  @SolaceMessagePattern(PATTERNS.replayStart)
  start(@Payload() request: ReplayStartRequest, @Ctx() context: SolaceContext): Promise<ReplayStartReplyShape> {
    const { run, members, speed } = request;
    return this.requests.serve('replay.start', request, () => {
      if (context.level(-1) !== run)
        return refuse('BAD_REQUEST', 'the run of the topic and of the request differ', { run });
      const from = parseNanos(request.from);
      if (!from.ok) return from;
      const to = parseNanos(request.to);
      if (!to.ok) return to;
      return this.replays.start({ run, members, speed, fromUs: from.value.us, toUs: to.value.us });
    });
  }

  @SolaceMessagePattern(PATTERNS.replayStatus)
  async status(@Ctx() context: SolaceContext): Promise<ReplayStatusShape> {
    const run = context.level(-1) ?? '';
    const status = this.replays.status(run);
    return status.ok ? status.value : this.requests.serve('replay.status', { run }, () => status);
  }

  // In a group, one instance of several would get it, not the one that conducts the run.
  @SolaceEventPattern(PATTERNS.replayDone, { queueGroup: false })
  done(@Payload() done: unknown): void {
    if (isDone(done)) this.replays.done(done);
    else this.log.warn({ event: 'replay.bad_answer' });
  }
}

/** One per member and round of every step: checked by hand, a decorated class would take most of the step's time. */
function isDone(value: unknown): value is ReplayDoneShape {
  if (typeof value !== 'object' || value === null) return false;
  const { run, n, round, member, final } = value as Record<string, unknown>;
  return (
    typeof run === 'string' &&
    Number.isSafeInteger(n) &&
    Number.isSafeInteger(round) &&
    typeof member === 'string' &&
    (final === undefined || typeof final === 'boolean')
  );
}
