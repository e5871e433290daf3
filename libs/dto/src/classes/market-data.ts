import { ADJUSTMENTS, STREAM_KINDS, type Adjustment, type StreamKind } from '@bourseworks/domain';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import {
  HISTORY_SOURCES,
  type CancelHistoryRequestShape,
  type FeedsRequestShape,
  type HistoricalDataRequestShape,
  type HistorySource,
  type InstrumentsRequestShape,
  type LeaseRequestShape,
  type LiveDataRequestShape,
  type SnapshotRequestShape,
  type StreamJoinShape,
  type TopicRequestShape,
} from '../shapes/market-data.js';
import { IsId, IsNanosText } from './validators.js';

const MAX_TOPIC = 250;

/** What live and historical requests have in common. */
export abstract class MarketDataRequest {
  @IsId()
  requestId: string;

  @IsId()
  venue: string;

  @IsId()
  symbol: string;

  @IsIn(STREAM_KINDS)
  kind: StreamKind;

  @IsOptional()
  @IsId()
  adapter?: string;
}

export class LiveDataRequest extends MarketDataRequest implements LiveDataRequestShape {
  @IsId()
  subscriber: string;

  @IsOptional()
  @IsInt()
  @Min(5)
  @Max(300)
  leaseSeconds?: number;
}

export class HistoricalDataRequest extends MarketDataRequest implements HistoricalDataRequestShape {
  @IsNanosText()
  from: string;

  @IsNanosText()
  to: string;

  @IsOptional()
  @IsIn(ADJUSTMENTS)
  adjustment?: Adjustment;

  @IsOptional()
  @IsIn(HISTORY_SOURCES)
  source?: HistorySource;

  @IsOptional()
  @IsId()
  subscriber?: string;
}

export class LeaseRequest implements LeaseRequestShape {
  @IsId()
  leaseId: string;

  @IsId()
  subscriber: string;
}

export class CancelHistoryRequest implements CancelHistoryRequestShape {
  @IsId()
  requestId: string;

  @IsId()
  subscriber: string;
}

export class SnapshotRequest implements SnapshotRequestShape {
  @IsId()
  venue: string;

  @IsId()
  symbol: string;

  @IsOptional()
  @IsId()
  adapter?: string;
}

/** From one instance of market-data to another. */
export class StreamJoin implements StreamJoinShape {
  @IsId()
  adapter: string;

  @IsId()
  venue: string;

  @IsId()
  symbol: string;

  @IsIn(STREAM_KINDS)
  kind: StreamKind;
}

/** From one instance of market-data to another. */
export class TopicRequest implements TopicRequestShape {
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_TOPIC)
  topic: string;
}

export class InstrumentsRequest implements InstrumentsRequestShape {
  @IsOptional()
  @IsId()
  venue?: string;

  @IsOptional()
  @IsId()
  adapter?: string;
}

export class FeedsRequest implements FeedsRequestShape {
  @IsOptional()
  @IsId()
  venue?: string;

  @IsOptional()
  @IsId()
  symbol?: string;

  @IsOptional()
  @IsId()
  adapter?: string;
}
