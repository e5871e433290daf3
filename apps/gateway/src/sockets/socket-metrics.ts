import type { ErrorCode } from '@bourseworks/domain';
import { Metrics } from '@bourseworks/observability';
import { Injectable } from '@nestjs/common';
import type { Counter, Histogram } from 'prom-client';

/** Seconds. */
const BUCKETS = [0.000_25, 0.000_5, 0.001, 0.002, 0.003, 0.005, 0.007_5, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 1];

/** Kinds of what is sent, as far as they differ in how they may be late. */
export const CLASSES = ['quote', 'book', 'trade', 'bar'] as const;
export type StreamClass = (typeof CLASSES)[number];

/** Counts of the frames to clients: plain numbers on the hot path, read when the metrics are asked for. */
export class FrameCounts {
  frames = 0;
  deliveries = 0;
  conflated = 0;
  withheld = 0;
  bytes = 0;
  encoded = 0;
}

@Injectable()
export class SocketMetrics {
  readonly counts = new FrameCounts();
  readonly processing: Histogram;
  readonly age: Histogram<'class'>;
  private readonly closings: Counter<'reason'>;
  private readonly refusals: Counter<'reason'>;

  constructor(private readonly metrics: Metrics) {
    this.processing = metrics.histogram(
      'bourseworks_socket_processing_seconds',
      'From the arrival of an update on the bus, or from the moment its frame was due, to its hand-over to the socket',
      BUCKETS,
    );
    this.age = metrics.histogram(
      'bourseworks_socket_lag_seconds',
      'From the arrival of an update on the bus to its hand-over to the socket, the wait for the frame included',
      BUCKETS,
      ['class'],
    );
    this.closings = metrics.counter('bourseworks_socket_closings_total', 'Sockets that were closed', ['reason']);
    this.refusals = metrics.counter('bourseworks_socket_refusals_total', 'Handshakes and events refused', ['reason']);
    const { counts } = this;
    this.watch('bourseworks_socket_frames', 'Frames sent since the start', () => counts.frames);
    this.watch('bourseworks_socket_encoded_frames', 'Frames encoded since the start', () => counts.encoded);
    this.watch('bourseworks_socket_bytes', 'Bytes of frames sent since the start', () => counts.bytes);
    this.watch('bourseworks_socket_deliveries', 'Updates sent, each client counted', () => counts.deliveries);
    this.watch('bourseworks_socket_conflated', 'Updates that a later one replaced', () => counts.conflated);
    this.watch('bourseworks_socket_withheld', 'Frames withheld from slow clients', () => counts.withheld);
  }

  /** A gauge that is read when the metrics are asked for. */
  watch(name: string, help: string, read: () => number): void {
    const gauge = this.metrics.gauge(name, help);
    Object.assign(gauge, { collect: () => gauge.set(read()) });
  }

  /** A code of ours, or a reason of the socket library. */
  closed(reason: string): void {
    this.closings.inc({ reason });
  }

  refused(reason: ErrorCode): void {
    this.refusals.inc({ reason });
  }
}
