import { TOPIC_MAX_BYTES } from '../protocol/constants.js';

const QUEUE_TOPIC = '#P2P/QUE/';
const TEMPORARY_TOPIC = '#P2P/QTMP/';

/** Queue that a topic names; null for a topic of its own. The name of a temporary queue is its whole topic. */
export function queueOfTopic(topic: string): string | null {
  if (topic.startsWith(QUEUE_TOPIC)) return topic.slice(QUEUE_TOPIC.length);
  return topic.startsWith(TEMPORARY_TOPIC) ? topic : null;
}

export function isTemporaryName(name: string): boolean {
  return name.startsWith(TEMPORARY_TOPIC);
}

/** The established bound of queue names is 200 bytes; characters that messages and files choke on are refused. */
export function isQueueName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return name.length > 0 && name.length <= Math.min(200, TOPIC_MAX_BYTES) && !/[\u0000-\u001f*?<>;&']/.test(name);
}
