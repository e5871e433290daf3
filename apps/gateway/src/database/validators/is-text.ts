import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Control characters, and halves of a character pair: neither database gives them back as they went in. */
const UNSTORABLE = /[\p{Cc}\p{Cs}]/u;

/**
 * Text of `min` to `max` UTF-16 units that is not only spaces at its ends. Counted so, and not in characters, because that
 * is how SQL Server counts; SQLite, which counts characters, then has room.
 */
export function IsText(min: number, max: number, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isText',
      constraints: [min, max],
      validator: {
        validate: (value: unknown) =>
          typeof value === 'string' &&
          value.length >= min &&
          value.length <= max &&
          value === value.trim() &&
          !UNSTORABLE.test(value),
        defaultMessage: () =>
          `$property must be text of $constraint1 to $constraint2 characters, none of them a control character, with no space at either end`,
      },
    },
    options,
  );
}
