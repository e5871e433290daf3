import type { MessageRecord, PublisherRecord, QueueRecord, SpoolChange, SpoolContents } from './spool.js';
import { Spool } from './spool.js';

/** Keeps everything in memory: survives a stop and a start of the broker object, not the end of the process. */
export class MemorySpool extends Spool {
  readonly lasting = false;
  private readonly queues = new Map<number, QueueRecord>();
  private readonly topics = new Map<number, Set<string>>();
  private readonly messages = new Map<number, MessageRecord>();
  private readonly marks = new Map<number, number>();
  private readonly publishers = new Map<string, PublisherRecord>();
  private lastId = 0;
  private bytes = 0;

  load(): SpoolContents {
    const messages = [...this.messages.values()].map(({ frame, ...rest }) => ({ ...rest, bytes: frame.length }));
    return {
      queues: [...this.queues.values()],
      topics: [...this.topics].flatMap(([queueId, topics]) => [...topics].map((topic) => ({ queueId, topic }))),
      messages: messages.toSorted((a, b) => a.id - b.id),
      marks: new Map(this.marks),
      publishers: [...this.publishers.values()],
      lastId: this.lastId,
    };
  }

  commit(changes: readonly SpoolChange[]): void {
    for (const change of changes) this.apply(change);
  }

  read(id: number): Buffer | null {
    return this.messages.get(id)?.frame ?? null;
  }

  sizeBytes(): number {
    return this.bytes;
  }

  /** Keeps its content, so that a broker may be started on it again. */
  close(): void {
    return;
  }

  private apply(change: SpoolChange): void {
    switch (change.kind) {
      case 'queue':
        this.queues.set(change.queue.queueId, change.queue);
        return;
      case 'queueGone':
        this.dropQueue(change.queueId);
        return;
      case 'topic':
        this.topics.set(change.queueId, (this.topics.get(change.queueId) ?? new Set()).add(change.topic));
        return;
      case 'topicGone':
        this.topics.get(change.queueId)?.delete(change.topic);
        return;
      case 'message':
        this.messages.set(change.message.id, change.message);
        this.bytes += change.message.frame.length;
        return;
      case 'messageGone':
        this.drop(change.id);
        return;
      case 'renamed':
        this.rename(change.id, change.newId, change.deliveries);
        return;
      case 'returned':
        this.rename(change.id, change.id, change.deliveries);
        return;
      case 'mark':
        this.marks.set(change.queueId, change.id);
        return;
      case 'publisher':
        this.publishers.set(change.publisher.name, change.publisher);
        return;
      case 'publisherGone':
        this.publishers.delete(change.name);
        return;
      case 'lastId':
        this.lastId = change.id;
    }
  }

  private dropQueue(queueId: number): void {
    this.queues.delete(queueId);
    this.topics.delete(queueId);
    this.marks.delete(queueId);
    for (const message of this.messages.values()) if (message.queueId === queueId) this.drop(message.id);
  }

  private drop(id: number): void {
    this.bytes -= this.messages.get(id)?.frame.length ?? 0;
    this.messages.delete(id);
  }

  private rename(id: number, newId: number, deliveries: number): void {
    const message = this.messages.get(id);
    if (message === undefined) return;
    this.messages.delete(id);
    this.messages.set(newId, { ...message, id: newId, deliveries });
  }
}
