import { Injectable } from '@nestjs/common';
import { failService, Metrics } from '@bourseworks/observability';
import type { JournalError } from '@bourseworks/journal';
import { EventLog } from '@bourseworks/ports';
import { OmsClock } from '../core/oms-clock.js';
import { EventPublisher } from '../publish/event-publisher.js';

/** What the process exits with when its journal cannot be written: EX_IOERR of sysexits.h. */
export const EXIT_JOURNAL_FAILED = 74;

/** Tells, once and everywhere, that the journal cannot be written any more, and has the process stop. */
@Injectable()
export class JournalFailure {
  private readonly failed;

  constructor(
    private readonly log: EventLog,
    private readonly publisher: EventPublisher,
    private readonly clock: OmsClock,
    metrics: Metrics,
  ) {
    this.failed = metrics.gauge('bourseworks_oms_journal_failed', '1 from a failure of the journal to the exit');
    this.failed.set(0);
  }

  /** Everything up to `durableSequence` stands; the core has given up the rest by now. */
  report(error: JournalError, durableSequence: number): void {
    const { code, message, cause } = error;
    this.log.error({ event: 'journal.failed', code, reason: message, durableSequence });
    // A fault of ours: what is in memory is not to be trusted, not even for an orderly stop.
    if (cause !== undefined) process.exit(1);
    this.failed.set(1);
    this.publisher.publishRisk({
      sequence: durableSequence,
      code,
      scope: 'firm',
      id: 'all',
      message: `the OMS stops: ${message}`,
      limit: undefined,
      observed: undefined,
      ruleVersion: 0,
      clOrdId: undefined,
      commandId: undefined,
      us: this.clock.nowUs(),
    });
    failService({ code, reason: message, exitCode: EXIT_JOURNAL_FAILED });
  }
}
