import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateBy, ValidateIf } from 'class-validator';

const NAME = /^[A-Za-z0-9_.-]{1,64}$/;
const DECIMAL = /^\d{1,20}(\.\d{1,18})?$/;
const MAX_FOREIGN_NAME = 64;
/** Controls and halves of a character pair: a topic does not carry them as they are. */
// eslint-disable-next-line no-control-regex
const UNSENDABLE = /[\u0000-\u001f\u007f\p{Cs}]/u;

const isForeignName = (value: unknown): boolean =>
  typeof value === 'string' && value !== '' && value.length <= MAX_FOREIGN_NAME && !UNSENDABLE.test(value);

const shown = (facts: object, more: ApiPropertyOptions = {}): ApiPropertyOptions => ({
  type: String,
  ...facts,
  ...more,
});

/** An id of the caller's own making: 1 to 64 letters, digits, `_`, `.` and `-`. */
export const IsName = (more: ApiPropertyOptions = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty(shown({ pattern: NAME.source }, more)),
    Matches(NAME, { message: '$property must be 1 to 64 letters, digits, _ . or -' }),
  );

/** A name that a venue or a configuration gave: a symbol such as `BTC/USD`. */
export const IsForeignName = (more: ApiPropertyOptions = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty(shown({ minLength: 1, maxLength: MAX_FOREIGN_NAME }, more)),
    ValidateBy(
      { name: 'isForeignName', validator: { validate: isForeignName } },
      { message: '$property must be 1 to 64 characters, none of them a control character' },
    ),
  );

/** Positive decimal text, exact. */
export const IsPlainDecimal = (more: ApiPropertyOptions = {}): PropertyDecorator =>
  applyDecorators(
    ApiProperty(shown({ pattern: DECIMAL.source, example: '12.50' }, more)),
    IsString(),
    Matches(DECIMAL, { message: '$property must be a positive decimal text such as 12.50' }),
  );

/**
 * A field of a body that may be left out, and is not null: null for what narrows a command would fit nothing, and a cancel of
 * everything cancel nothing.
 */
export const MayBeLeftOut = (): PropertyDecorator => ValidateIf((_body, value) => value !== undefined);

/** `limit` of a page in a query. */
export const IsLimit = (max: number): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(max),
  );

/** `before` of a page in a query: the `next` of the page before. */
export const IsCursor = (): PropertyDecorator =>
  applyDecorators(IsOptional(), IsString(), MaxLength(32), Matches(/^\d+$/));

/** Decimal text in an answer. */
export const DecimalField = (more: ApiPropertyOptions = {}): PropertyDecorator =>
  ApiProperty(shown({ example: '12.50' }, more));

/** Milliseconds since the epoch in an answer. */
export const TimeField = (more: ApiPropertyOptions = {}): PropertyDecorator =>
  ApiProperty({ type: Number, description: 'Milliseconds since the epoch.', ...more });

/** A field of an answer that is left out where there is nothing to say. */
export const OptionalField = (more: ApiPropertyOptions = {}): PropertyDecorator =>
  ApiProperty({ type: String, ...more, required: false } as ApiPropertyOptions);
