import { byKind, retry, type FailurePolicy } from '@bourseworks/solace-transport';

/** The OMS, not the command, is what fails: another delivery may find it well. */
const PASSING: ReadonlySet<string> = new Set(['OMS_BUSY', 'INTERNAL_ERROR']);
/** This process takes no command any more: it ends, and the next one is to find the command in the queue. */
const ENDING: ReadonlySet<string> = new Set(['OMS_STOPPED', 'JOURNAL_WRITE']);

/**
 * What becomes of a command that was not carried out. A refusal is an outcome like any other: whoever asked has it as the
 * answer, and another delivery would not change it. What nobody asked an answer for is kept with its reason.
 */
export const failedCommand: FailurePolicy = (failure) => {
  if (ENDING.has(failure.error.code)) return 'hold';
  if (PASSING.has(failure.error.code)) return retry(failure);
  const action = byKind(failure);
  if (action !== 'retry') return action;
  return failure.message.replyTo === undefined ? 'deadLetter' : 'drop';
};
