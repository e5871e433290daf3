import { decodeJson, type RecordHandler } from '@bourseworks/ring';
import type { HostRequest } from '../runtime/types.js';
import {
  CAUSE_BYTES,
  OutRecord,
  type CommandReplyRecord,
  type DecisionRecord,
  type DoneRecord,
  type LogRecord,
  type StateRecord,
} from './protocol.js';
import type { ReceiveTimes } from './receive-times.js';
import type { ThreadEvents } from './thread-options.js';
import type { OrderVerb } from './thread-types.js';

const VERBS: Readonly<Record<number, OrderVerb>> = {
  [OutRecord.submit]: 'submit',
  [OutRecord['submit-list']]: 'submit-list',
  [OutRecord.cancel]: 'cancel',
  [OutRecord.replace]: 'replace',
};

/** Reads the ring from a strategy and hands its records to the owner. */
export function outHandler(events: ThreadEvents, receiveTimes: ReceiveTimes): RecordHandler {
  return (type, _seq, memory, at, length) => {
    const verb = VERBS[type];
    if (verb !== undefined) {
      const cause = memory.f64[at >> 3];
      // A copy: the OMS may have to be asked again with the same bytes.
      const body = Buffer.from(memory.copy(at + CAUSE_BYTES, length - CAUSE_BYTES).buffer);
      return events.order(verb, body, receiveTimes.get(cause));
    }
    const value = decodeJson(memory, at, length);
    switch (type) {
      case OutRecord.request:
        return events.request(value as HostRequest);
      case OutRecord.log:
        return events.log(value as LogRecord);
      case OutRecord.decision:
        return events.decision(value as DecisionRecord);
      case OutRecord.signal:
        return events.signal(value as { name: string });
      case OutRecord.reply:
        return events.reply(value as CommandReplyRecord);
      case OutRecord.done:
        return events.done(value as DoneRecord);
      case OutRecord.state:
        return events.state(value as StateRecord);
      default:
        throw new Error(`record of unknown type ${type} from a strategy`);
    }
  };
}
