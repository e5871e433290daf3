import 'reflect-metadata';
import { isSecretKey } from '../logging/redact.js';

const secretKey = Symbol('secret variable');
const nameKey = Symbol('variable name');
const settingKey = Symbol('meaning of a variable');

/** The value of this variable is never shown in a message. */
export function Secret(): PropertyDecorator {
  return (target, property) => Reflect.defineMetadata(secretKey, true, target, property);
}

/** The variable's name, where it differs from the property's. */
export function EnvVar(name: string): PropertyDecorator {
  return (target, property) => Reflect.defineMetadata(nameKey, name, target, property);
}

/**
 * What the variable means, as the configuration reference and `--settings` say it: a phrase with its unit. `values`
 * tells which values are taken where the validators say it in a way that only programmers read (patterns).
 */
export function Setting(meaning: string, values?: string): PropertyDecorator {
  return (target, property) => Reflect.defineMetadata(settingKey, { meaning, values }, target, property);
}

export interface VariableInfo {
  readonly name: string;
  readonly secret: boolean;
  /** Empty without `@Setting`. */
  readonly meaning: string;
  readonly values: string | undefined;
  /** The property's type as the compiler emits it: Number, Boolean, Array, String or another constructor. */
  readonly type: unknown;
}

export function variableInfo(target: object, property: string): VariableInfo {
  const name = (Reflect.getMetadata(nameKey, target, property) as string | undefined) ?? property;
  const setting = Reflect.getMetadata(settingKey, target, property) as
    | { meaning: string; values: string | undefined }
    | undefined;
  return {
    name,
    secret: Reflect.getMetadata(secretKey, target, property) === true || isSecretKey(name),
    meaning: setting?.meaning ?? '',
    values: setting?.values,
    type: Reflect.getMetadata('design:type', target, property) as unknown,
  };
}
