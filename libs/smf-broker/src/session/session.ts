import type { DisconnectReason } from '../errors.js';
import type { ControlFrame } from '../extension.js';
import type { Malformed } from '../protocol/decode-result.js';
import { malformed } from '../protocol/decode-result.js';
import { FrameSplitter } from '../protocol/frame-splitter.js';
import { HeaderFlag, Protocol } from '../protocol/constants.js';
import { decodeHeader, TopicScanner } from '../protocol/smf-header.js';
import type { TargetSet } from '../routing/route.js';
import type { Relief, Subscriber } from '../routing/subscriber.js';
import type { Principal } from '../server/principal.js';
import type { Vpn } from '../server/vpn.js';
import type { Link, LinkHandlers } from '../transport/link.js';
import { OutputQueue } from './output-queue.js';
import type { SessionHost } from './session-host.js';

/** What a login has settled. */
export interface Identity {
  readonly vpn: Vpn;
  readonly principal: Principal;
  clientName: string;
  /** Topic under which the client receives replies, without the closing level; one character a byte. */
  inboxBase: string;
  readonly noLocal: boolean;
  readonly deliverToOnePriority: number;
  /** 0 when the client did not announce one. */
  keepAliveSeconds: number;
  readonly platform: string | null;
}

/** One scanner for all sessions: a scan ends before another frame is looked at. */
const scanner = new TopicScanner();

/** One client's connection, from the first byte to the last. */
export class Session implements Subscriber, LinkHandlers {
  readonly output: OutputQueue;
  readonly openedAt = performance.now();
  lastInputAt = this.openedAt;
  messagesIn = 0;
  messagesOut = 0;
  /** Set for the first refused publication, so that a looping publisher fills no log. */
  publishDenied = 0;
  private readonly limits: { maxFrameBytes: number };
  private readonly splitter: FrameSplitter;
  private login: Identity | null = null;
  private closed = false;

  /** Congested clients, and the disk, that this publisher waits for. */
  private readonly awaited = new Set<Relief>();
  private runBytes: Buffer | null = null;
  private runStart = 0;
  private runEnd = 0;
  private runFrames = 0;
  private runTargets: TargetSet | null = null;

  constructor(
    readonly id: number,
    readonly link: Link,
    readonly host: SessionHost,
  ) {
    this.limits = { maxFrameBytes: host.limits.maxLoginBytes };
    this.splitter = new FrameSplitter(this.limits);
    this.output = new OutputQueue(link, host.scheduler, host.limits, {
      onDiscardStart: () => host.discardStarted(this),
      onDiscardEnd: (frames) => host.discardEnded(this, frames),
      onOverflow: (waiting) => this.close({ code: 'OUTPUT_LIMIT', detail: `${waiting} bytes waiting` }),
    });
  }

  /** Null before the login; kept after the end, for the reports about it. */
  get identity(): Identity | null {
    return this.login;
  }

  get isClosed(): boolean {
    return this.closed;
  }

  get ready(): boolean {
    return !this.closed && this.output.ready;
  }

  get congested(): boolean {
    return this.output.congested;
  }

  get noLocal(): boolean {
    return this.login?.noLocal ?? false;
  }

  get deliverToOnePriority(): number {
    return this.login?.deliverToOnePriority ?? 1;
  }

  establish(identity: Identity): void {
    this.login = identity;
    this.limits.maxFrameBytes = this.host.limits.maxMessageBytes;
  }

  onData(chunk: Buffer): void {
    if (this.closed) return;
    this.lastInputAt = performance.now();
    this.host.counters.bytesIn += chunk.length;
    try {
      const refusal = this.splitter.push(chunk, this.onFrame);
      this.flushRun();
      if (refusal !== null) this.violate(refusal);
    } catch (error) {
      // A defect met by one client's frame must cost that client its connection, not everybody the broker.
      this.runBytes = null;
      this.host.fault(this, error);
      this.close({ code: 'HANDLER_FAULT', detail: error instanceof Error ? error.message : String(error) });
    }
  }

  onClose(clean: boolean, detail: string): void {
    this.close({ code: clean ? 'CLIENT_CLOSED' : 'CLIENT_LOST', detail });
  }

  onViolation(detail: string): void {
    this.violate(malformed(detail));
  }

  whenRelieved(callback: () => void): void {
    this.output.whenRelieved(callback);
  }

  /** Queues a reply or another frame that must not be discarded. */
  send(frame: Buffer): void {
    this.output.pushControl(frame);
  }

  /** Queues a guaranteed message: its sender looks at `output.ready` first, because none is ever discarded. */
  sendAssured(frame: Buffer): void {
    this.messagesOut += 1;
    this.host.counters.messagesOut += 1;
    this.host.counters.bytesOut += frame.length;
    this.output.pushControl(frame);
  }

  deliver(bytes: Buffer, start: number, end: number, frames: number): void {
    const counters = this.host.counters;
    if (this.output.pushDirect(bytes, start, end, frames)) {
      this.messagesOut += frames;
      counters.messagesOut += frames;
      counters.bytesOut += end - start;
    } else if (!this.closed) {
      counters.discarded += frames;
    }
  }

  /** Ends the session: what is queued still leaves, state and subscriptions are gone when this returns. Idempotent. */
  close(reason: DisconnectReason): void {
    if (this.closed) return;
    this.closed = true;
    this.output.close();
    this.link.close();
    this.host.sessionClosed(this, reason);
  }

  violate(refusal: Malformed): void {
    if (this.closed) return;
    this.host.counters.protocolErrors += 1;
    this.close({ code: refusal.code, detail: refusal.detail });
  }

  /** Reads no more from this publisher until the other has caught up, or for the time allowed. */
  waitFor(target: Relief): void {
    if (this.host.limits.maxStallMs === 0 || this.awaited.has(target)) return;
    if (this.awaited.size === 0) this.link.pause();
    this.awaited.add(target);
    target.whenRelieved(() => {
      this.awaited.delete(target);
      if (this.awaited.size === 0 && !this.closed) this.link.resume();
    });
  }

  private readonly onFrame = (bytes: Buffer, start: number, end: number): boolean => {
    const refusal =
      (bytes[start + 1] & 0x3f) === Protocol.message && (bytes[start] & HeaderFlag.assured) === 0
        ? this.onMessage(bytes, start, end)
        : this.onControl(bytes, start, end);
    if (refusal !== null) this.violate(refusal);
    return !this.closed;
  };

  private onMessage(bytes: Buffer, start: number, end: number): Malformed | null {
    const login = this.login;
    if (login === null) return malformed('message before the login', 'NOT_LOGGED_IN');
    if (!scanner.scan(bytes, start)) return malformed('message without a valid topic');
    const { topicStart, topicEnd } = scanner;
    this.messagesIn += 1;
    this.host.counters.messagesIn += 1;
    const route = login.vpn.router.route(bytes, topicStart, topicEnd);
    if (route.allowed !== login.principal) {
      if (!login.principal.mayPublish(bytes, topicStart, topicEnd)) {
        this.deny(bytes.toString('utf8', topicStart, topicEnd));
        return null;
      }
      route.allowed = login.principal;
    }
    const toOne = (bytes[start] & HeaderFlag.deliverToOne) !== 0;
    if (toOne || route.groups !== null) {
      this.flushRun();
      const delivered = login.vpn.router.select(route, toOne);
      if (delivered.length === 0) this.host.counters.unrouted += 1;
      for (const target of delivered) this.forward(target, bytes, start, end, 1);
      return null;
    }
    // Neighbouring messages to the same clients leave as one run of bytes, whatever their topics.
    if (route.targets === this.runTargets && bytes === this.runBytes && start === this.runEnd) {
      this.runEnd = end;
      this.runFrames += 1;
      return null;
    }
    this.flushRun();
    if (route.targets.subscribers.length === 0) {
      this.host.counters.unrouted += 1;
      return null;
    }
    this.runBytes = bytes;
    this.runStart = start;
    this.runEnd = end;
    this.runFrames = 1;
    this.runTargets = route.targets;
    return null;
  }

  private flushRun(): void {
    const bytes = this.runBytes;
    if (bytes === null || this.runTargets === null) return;
    this.runBytes = null;
    const targets = this.runTargets.subscribers;
    this.runTargets = null;
    for (let index = 0; index < targets.length; index += 1) {
      this.forward(targets[index], bytes, this.runStart, this.runEnd, this.runFrames);
    }
  }

  private forward(target: Subscriber, bytes: Buffer, start: number, end: number, frames: number): void {
    if (target === this && this.noLocal) return;
    target.deliver(bytes, start, end, frames);
    if (target.congested && target !== this) this.waitFor(target);
  }

  private onControl(bytes: Buffer, start: number, end: number): Malformed | null {
    // A subscription or rename must not overtake the messages in front of it.
    this.flushRun();
    const header = decodeHeader(bytes, start);
    if (!header.ok) return header;
    const { protocol, unknownHandling } = header.value;
    if (this.login === null && protocol !== Protocol.clientCtrl) {
      return malformed(`protocol ${protocol} before the login`, 'NOT_LOGGED_IN');
    }
    const frame: ControlFrame = { bytes, start, end, header: header.value };
    if (protocol === Protocol.message) return this.onAssuredMessage(frame);
    const handler = this.host.handlers.get(protocol);
    if (handler !== undefined) return handler.handle(this, frame);
    if (unknownHandling !== 0) return malformed(`protocol ${protocol}`, 'UNSUPPORTED_PROTOCOL');
    this.host.counters.ignoredFrames += 1;
    return null;
  }

  private onAssuredMessage(frame: ControlFrame): Malformed | null {
    for (const extension of this.host.extensions) {
      if (extension.onAssuredMessage !== undefined) return extension.onAssuredMessage(this, frame);
    }
    // There is no flow to refuse it on: clients that honour the capabilities never get here.
    this.host.counters.assuredRefused += 1;
    return null;
  }

  private deny(topic: string): void {
    this.host.counters.publishDenied += 1;
    this.publishDenied += 1;
    if (this.publishDenied === 1) this.host.publishDenied(this, topic);
  }
}
