import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * The metrics of one service. Each method returns the metric of that name, made on first use: two components may count
 * the same thing, and a second instance in one process is no error.
 */
@Injectable()
export class Metrics {
  constructor(readonly registry: Registry) {}

  /** Only ever rises. Name it `bourseworks_<what>_total`. */
  counter<T extends string = string>(name: string, help: string, labelNames: readonly T[] = []): Counter<T> {
    return this.existing<Counter<T>>(name) ?? new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** Goes up and down. */
  gauge<T extends string = string>(name: string, help: string, labelNames: readonly T[] = []): Gauge<T> {
    return this.existing<Gauge<T>>(name) ?? new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  /** `buckets` are upper bounds in the unit that the name ends in, e.g. `_seconds`. */
  histogram<T extends string = string>(
    name: string,
    help: string,
    buckets: readonly number[],
    labelNames: readonly T[] = [],
  ): Histogram<T> {
    const options = { name, help, labelNames, buckets: [...buckets], registers: [this.registry] };
    return this.existing<Histogram<T>>(name) ?? new Histogram(options);
  }

  private existing<M>(name: string): M | undefined {
    return this.registry.getSingleMetric(name) as M | undefined;
  }
}
