import type { ConsumerFlow } from '../flow/consumer-flow.js';
import type { QueueMessage } from './queue-message.js';

interface Browser {
  readonly flow: ConsumerFlow;
  /** What is still to be shown, in order; pointers only, no more than the queue is deep. */
  list: QueueMessage[];
  at: number;
}

/** Entries in front of a list that are given back to the memory together. */
const COMPACT = 1024;

/** Those who look at a queue without taking from it: each sees every message once, also those a consumer has. */
export class Browsers {
  /** Replaced, not changed, when one goes: a send may end a session, and with it a browser. */
  private browsers: readonly Browser[] = [];

  /** `messages`: all that are in the queue now, in order. */
  add(flow: ConsumerFlow, messages: QueueMessage[]): void {
    this.browsers = [...this.browsers, { flow, list: messages, at: 0 }];
  }

  remove(flow: ConsumerFlow): void {
    this.browsers = this.browsers.filter((browser) => browser.flow !== flow);
  }

  get flows(): ConsumerFlow[] {
    return this.browsers.map(({ flow }) => flow);
  }

  /** A message that has come into the queue. */
  announce(message: QueueMessage): void {
    for (const browser of this.browsers) browser.list.push(message);
  }

  /** Shows what the browsers take. */
  dispatch(frameOf: (message: QueueMessage) => Buffer | null): void {
    for (const browser of this.browsers) this.show(browser, frameOf);
  }

  private show(browser: Browser, frameOf: (message: QueueMessage) => Buffer | null): void {
    while (browser.at < browser.list.length && browser.flow.hasRoom()) {
      const message = browser.list[browser.at];
      browser.at += 1;
      // What was renamed to an id behind the last one shown would be dropped by the client; it has been shown before.
      if (message.gone || message.id <= browser.flow.lastSentId) continue;
      const frame = frameOf(message);
      if (frame !== null) browser.flow.show(message, frame);
    }
    if (browser.at < COMPACT) return;
    browser.list = browser.list.slice(browser.at);
    browser.at = 0;
  }
}
