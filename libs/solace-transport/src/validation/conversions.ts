import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage as conversions } from 'class-transformer/cjs/storage.js';
import { isDtoClass, type DtoClass } from './dto-class.js';

/** What class-transformer would change in every message of this class; a compiled check takes messages as they come. */
export function classConversion(dto: DtoClass): string | undefined {
  if (conversions.getExposedMetadatas(dto).length > 0) return 'uses @Expose, which cannot be compiled';
  if (conversions.getExcludedMetadatas(dto).length > 0) return 'uses @Exclude, which cannot be compiled';
  return presetProblem(dto);
}

/** What class-transformer would change in one property. */
export function fieldConversion(dto: DtoClass, name: string): string | undefined {
  if (conversions.findTransformMetadatas(dto, name, TransformationType.PLAIN_TO_CLASS).length > 0)
    return 'carries @Transform, which cannot be compiled';
  const reflected: unknown = Reflect.getMetadata('design:type', dto.prototype as object, name);
  // An array of the message would become one of these.
  if (reflected === Set || reflected === Map) return 'is a Set or Map, into which plain values are converted';
  return undefined;
}

/** The class of a nested property, or why there is none; undefined when the property is not nested. */
export function nestedClassOf(dto: DtoClass, name: string, isNested: boolean): DtoClass | string | undefined {
  const type = conversions.findTypeMetadata(dto, name);
  if (!isNested) return type === undefined ? undefined : 'carries @Type without @ValidateNested, which converts it';
  if (type === undefined) return 'carries @ValidateNested without @Type(() => Class)';
  if (type.options?.discriminator !== undefined) return 'has a discriminator, which cannot be compiled';
  const nested: unknown = type.typeFunction?.();
  return isDtoClass(nested) ? nested : 'is converted by @Type, which cannot be compiled';
}

/** A new object of the class may have properties already: class-transformer would add them to each message. */
function presetProblem(dto: DtoClass): string | undefined {
  let fresh: object;
  try {
    fresh = Reflect.construct(dto as new () => object, []);
  } catch {
    return 'cannot be made without arguments';
  }
  const preset = Object.entries(fresh).find(([, value]) => value !== undefined);
  return preset && `gives ${preset[0]} a value of its own, which a plain message does not have`;
}
