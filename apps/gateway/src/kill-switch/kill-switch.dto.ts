import {
  KILL_PHASES,
  KILL_SCOPES,
  type KillPhase,
  type KillReplyShape,
  type KillScope,
  type KillView as KillViewShape,
} from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn } from 'class-validator';
import { IsText } from '../database/validators/is-text.js';
import { IsForeignName, MayBeLeftOut, OptionalField, TimeField } from '../http/dto-parts.js';
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

  @ApiProperty({
    enum: KILL_PHASES,
    description: 'VERIFIED: nothing of it is open at the broker. FLAT: its positions are closed too.',
  })
  phase: KillPhase;
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

export class KillOnBody extends KillBody {
  @MayBeLeftOut()
  @IsBoolean()
  @ApiProperty({ required: false, description: 'Close the positions of the scope once nothing of it is open.' })
  flatten?: boolean;
}

export class RearmBody extends KillBody {
  @MayBeLeftOut()
  @IsBoolean()
  @ApiProperty({ required: false, description: 'Although it is not verified that nothing of the scope is open.' })
  force?: boolean;
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

  @OptionalField({ enum: ['second-person'], description: 'The re-arming awaits somebody else who asks for it too.' })
  awaits?: 'second-person';
}
