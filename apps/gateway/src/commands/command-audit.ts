import { DomainError, type RefusalDetails } from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import { entryOf } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import type { Operator } from './operator.js';
import { leavesOutcomeOpen } from './outcome.js';

/** What a row of the log is about. */
export interface Subject {
  readonly action: string;
  readonly resource: string;
  readonly resourceId: string;
  /** What was asked for. */
  readonly details: Readonly<Record<string, unknown>>;
}

export type Outcome = 'requested' | 'accepted' | 'refused' | 'unknown' | 'not_received';

/** What an error means for the log. */
export function outcomeOf(error: unknown): { outcome: Outcome; code?: string; reason: string } {
  if (!(error instanceof DomainError)) return { outcome: 'unknown', reason: 'a fault of the gateway' };
  const outcome = leavesOutcomeOpen(error) ? 'unknown' : 'refused';
  return { outcome, code: error.code, reason: error.message };
}

/**
 * Two rows for each command: one on the disk before anything leaves, one with what came of it. Whatever ends the process
 * between them, no command was sent without a row; a row without a second one says that its outcome was never heard.
 */
@Injectable()
export class CommandAudit {
  constructor(private readonly audit: AuditLog) {}

  async run<T>(operator: Operator, subject: Subject, work: () => Promise<T>, tell: (result: T) => object): Promise<T> {
    await this.row(operator, subject, { outcome: 'requested', ...subject.details });
    let result: T;
    try {
      result = await work();
    } catch (error) {
      await this.row(operator, subject, { ...idOf(subject), ...outcomeOf(error) });
      throw error;
    }
    await this.row(operator, subject, { ...idOf(subject), outcome: 'accepted', ...tell(result) });
    return result;
  }

  /** Of a command that was refused here and never left. */
  async refused(operator: Operator, subject: Subject, code: string, details: RefusalDetails = {}): Promise<void> {
    await this.row(operator, subject, { outcome: 'refused', code, ...subject.details, ...details });
  }

  private async row(operator: Operator, { action, resource, resourceId }: Subject, details: object): Promise<void> {
    await this.audit.append(entryOf(operator, action, resource, resourceId, { ...details }));
  }
}

/** Failures that a row tells one by one: a row that is too large keeps nothing but its digest. */
const MAX_FAILED = 20;

/** Failed parts of a command, for its row. */
export function failedFacts<T>(failed: readonly T[]): { failed: readonly T[]; failedInAll?: number } {
  if (failed.length <= MAX_FAILED) return { failed };
  return { failed: failed.slice(0, MAX_FAILED), failedInAll: failed.length };
}

/** Ties the second row to the first. */
function idOf({ details }: Subject): object {
  const { commandId } = details;
  return commandId === undefined ? {} : { commandId };
}
