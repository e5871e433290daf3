import { formatNanos, US_PER_MS } from '@bourseworks/domain';
import type { OrderInstructionsShape } from '@bourseworks/dto/shapes';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { DecimalField, IsPlainDecimal, MayBeLeftOut, OptionalField, TimeField } from '../http/dto-parts.js';

/** Beyond it a date is none. */
const MAX_MS = 8_640_000_000_000_000;

/** What an order says beyond quantity and price, and a replace may change. */
export abstract class InstructionChanges {
  @MayBeLeftOut()
  @IsPlainDecimal({
    required: false,
    description: 'Trigger: of STOP and STOP_LIMIT; of TRAILING_STOP the first one, else taken from the market.',
  })
  stopPrice?: string;

  @MayBeLeftOut()
  @IsPlainDecimal({ required: false, description: 'Distance at which a TRAILING_STOP follows the market.' })
  trailBy?: string;

  @MayBeLeftOut()
  @IsPlainDecimal({
    required: false,
    description: 'Part that is shown at a time, less than the quantity; in a replace 0 shows all.',
  })
  displayQty?: string;

  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(MAX_MS)
  @ApiProperty({ type: Number, required: false, description: 'End of a GTD order, milliseconds since the epoch.' })
  goodTillTime?: number;
}

export abstract class OrderInstructionFields extends InstructionChanges {
  @MayBeLeftOut()
  @IsBoolean()
  @ApiProperty({ required: false, description: 'Refused or cancelled by the venue when it would trade at once.' })
  postOnly?: boolean;

  @MayBeLeftOut()
  @IsBoolean()
  @ApiProperty({ required: false, description: 'Refused unless it can only reduce the position of the account.' })
  reduceOnly?: boolean;
}

/** The same as an order that exists has it. */
export abstract class InstructionsView {
  @DecimalField({ required: false, description: 'Trigger of a stop order.' })
  stopPrice?: string;

  @DecimalField({ required: false, description: 'Distance of a trailing stop.' })
  trailBy?: string;

  @DecimalField({ required: false, description: 'Part of an iceberg that is shown.' })
  displayQty?: string;

  @OptionalField({ type: Boolean })
  postOnly?: boolean;

  @OptionalField({ type: Boolean })
  reduceOnly?: boolean;

  @TimeField({ required: false, description: 'End of a GTD order, milliseconds since the epoch.' })
  goodTillTime?: number;

  @OptionalField({ type: Boolean, description: 'The stop order went into the book.' })
  triggered?: boolean;
}

type Asked = Readonly<Partial<Pick<OrderInstructionFields, keyof OrderInstructionFields>>>;

/** As the OMS takes it; what was left out is left out. */
export function instructionsShape({
  stopPrice,
  trailBy,
  displayQty,
  postOnly,
  goodTillTime,
}: Asked): OrderInstructionsShape {
  return {
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(trailBy === undefined ? {} : { trailBy }),
    ...(displayQty === undefined ? {} : { displayQty }),
    ...(postOnly === undefined ? {} : { postOnly }),
    ...(goodTillTime === undefined ? {} : { goodTillTime: formatNanos(goodTillTime * US_PER_MS) }),
  };
}
