import {
  KILL_SCOPES,
  type KillReplyShape,
  type KillScope,
  type KillView as KillViewShape,
} from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { IsText } from '../database/validators/is-text.js';
import { IsForeignName, TimeField } from '../http/dto-parts.js';
import { CommandBody } from '../orders/order.dto.js';

/** A kill switch that is on. */
export class KillView implements KillViewShape {
  @ApiProperty({ enum: KILL_SCOPES })
  scope: KillScope;

  @ApiProperty({ description: 'Of the account or strategy; `all` for the firm.' })
  id: string;

  @ApiProperty({ description: 'Who set it.' })
  actor: string;

  @ApiProperty()
  reason: string;

  @TimeField()
  since: number;
}

export class KillList {
  @ApiProperty({ type: [KillView], description: 'The widest first.' })
  kills: KillView[];
}

export class KillBody extends CommandBody {
  @IsIn(KILL_SCOPES)
  scope: KillScope;

  @IsForeignName({ description: 'Of the account or strategy; `all` for the firm.' })
  id: string;

  @IsText(1, 500)
  reason: string;
}

export class KillAnswer implements KillReplyShape {
  @ApiProperty({ enum: KILL_SCOPES })
  scope: KillScope;

  @ApiProperty()
  id: string;

  @ApiProperty({ description: 'Whether it is on now.' })
  killed: boolean;

  @ApiProperty({ description: 'Orders whose cancel was sent.' })
  cancelled: number;

  @ApiProperty({ description: 'Journal sequence.' })
  sequence: number;
}
