import { STRATEGY_STATES, type StrategyState, type StrategyStatusShape } from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { IsText } from '../database/validators/is-text.js';
import { MayBeLeftOut } from '../http/dto-parts.js';
import { CommandBody } from '../orders/order.dto.js';

/** A strategy as its host runs it. */
export class StrategyView implements StrategyStatusShape {
  @ApiProperty({ description: 'Host that runs it.' })
  host: string;

  @ApiProperty()
  id: string;

  @ApiProperty({ description: 'Name of its class.' })
  type: string;

  @ApiProperty()
  account: string;

  @ApiProperty({ type: Object, additionalProperties: true })
  parameters: StrategyStatusShape['parameters'];

  @ApiProperty({ enum: STRATEGY_STATES })
  state: StrategyState;

  @ApiProperty({ description: 'Decimal text of nanoseconds since the epoch.' })
  since: string;

  @ApiProperty({ type: Object, required: false, additionalProperties: true, description: 'Why it failed.' })
  error?: NonNullable<StrategyStatusShape['error']>;

  @ApiProperty({ type: Object, additionalProperties: { type: 'number' } })
  counters: Readonly<Record<string, number>>;
}

export class StrategyList {
  @ApiProperty({ type: [StrategyView] })
  strategies: StrategyView[];

  @ApiProperty({ type: [String], description: 'Hosts that did not answer.' })
  unreachable: string[];
}

export class StrategyCommandBody extends CommandBody {
  @MayBeLeftOut()
  @IsText(1, 500)
  reason?: string;
}
