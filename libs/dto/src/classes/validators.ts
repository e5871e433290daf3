import { applyDecorators } from './compose.js';
import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';

const MAX_ID = 64;
const MAX_CLAIM = 2_048;

/** An identifier that becomes a topic level: 1-64 characters, no controls. */
export function IsId(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    MinLength(1),
    MaxLength(MAX_ID),
    // eslint-disable-next-line no-control-regex
    Matches(/^[^\u0000-\u001f\u007f]+$/, { message: '$property must not hold control characters' }),
  );
}

/** A strategy id: no dash, because `strategy-epoch-sequence` is parsed from the right. */
export function IsStrategyId(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Matches(/^[a-z0-9][a-z0-9_.]{0,31}$/, { message: '$property must match [a-z0-9][a-z0-9_.]{0,31}' }),
  );
}

/** Unsigned decimal text such as 12.50. Sign, exponent and blanks are refused. */
export function IsDecimalText(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Matches(/^\d{1,20}(\.\d{1,18})?$/, { message: '$property must be a positive decimal text such as 12.50' }),
  );
}

/** As above, with a minus sign where it is negative. */
export function IsSignedDecimalText(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Matches(/^-?\d{1,20}(\.\d{1,18})?$/, { message: '$property must be a decimal text such as -0.0001' }),
  );
}

/** Decimal string of nanoseconds since the epoch. */
export function IsNanosText(): PropertyDecorator {
  return applyDecorators(
    IsString(),
    Matches(/^\d{1,19}$/, { message: '$property must be a decimal string of nanoseconds since the epoch' }),
  );
}

/** The signed claim of who asks, or none. Whether it holds is its verifier's to say. */
export function IsClaim(): PropertyDecorator {
  return applyDecorators(IsOptional(), IsString(), MaxLength(MAX_CLAIM));
}
