import { randomUUID } from 'node:crypto';
import { barSeconds, DomainError, type StreamKind } from '@bourseworks/domain';
import { MARKET_DATA_REQUEST, type BarShape, type HistoricalDataPartShape } from '@bourseworks/dto/shapes';
import { Clock } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { PlatformBus } from '../bus/platform-bus.js';
import { millisOf, nanosOf } from '../bus/wire-time.js';
import type { Bar } from './bar.dto.js';

export interface BarRange {
  readonly venue: string;
  readonly symbol: string;
  readonly adapter?: string | undefined;
  readonly kind: StreamKind;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit: number;
}

/** Bars that one question may make market-data go through. */
const MAX_RANGE_BARS = 100_000;
const TIMEOUT_MS = 20_000;

/** Bars of the past, from market-data. */
@Injectable()
export class BarHistory {
  constructor(
    private readonly bus: PlatformBus,
    private readonly clock: Clock,
  ) {}

  /**
   * The latest `limit` of [from, to), oldest first; memory holds no more than that and one part of the answer.
   * @throws DomainError HISTORY_RANGE_INVALID, or as market-data refuses it
   */
  async bars({ venue, symbol, adapter, kind, from, to, limit }: BarRange): Promise<Bar[]> {
    const barMs = barSeconds(kind) * 1_000;
    const end = to ?? Math.ceil(this.clock.nowUs() / 1_000);
    const begin = from ?? Math.max(0, end - limit * barMs);
    checkRange(begin, end, barMs);
    const range = { from: nanosOf(begin), to: nanosOf(end) };
    const of = { venue, symbol, kind, ...(adapter === undefined ? {} : { adapter }) };
    const body = { requestId: randomUUID(), ...of, ...range };
    let latest: BarShape[] = [];
    const onPart = ({ items, end: isEnd }: HistoricalDataPartShape): boolean => {
      latest.push(...(items as readonly BarShape[]));
      if (latest.length > limit) latest = latest.slice(-limit);
      return isEnd !== true;
    };
    await this.bus.parts<HistoricalDataPartShape>(MARKET_DATA_REQUEST.historical, body, onPart, {
      timeoutMs: TIMEOUT_MS,
    });
    return latest.map(barOf);
  }
}

function checkRange(begin: number, end: number, barMs: number): void {
  if (begin >= end) throw invalid('from must lie before to');
  if ((end - begin) / barMs <= MAX_RANGE_BARS) return;
  throw invalid(`the range holds more than ${MAX_RANGE_BARS} bars of this kind`);
}

const invalid = (message: string): DomainError => new DomainError({ code: 'HISTORY_RANGE_INVALID', message });

function barOf({ start, end, open, high, low, close, volume }: BarShape): Bar {
  return { start: millisOf(start), end: millisOf(end), open, high, low, close, volume };
}
