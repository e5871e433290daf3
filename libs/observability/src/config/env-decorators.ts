import 'reflect-metadata';

const secretKey = Symbol('secret variable');
const nameKey = Symbol('variable name');

/** The value of this variable is never shown in a message. */
export function Secret(): PropertyDecorator {
  return (target, property) => Reflect.defineMetadata(secretKey, true, target, property);
}

/** The variable's name, where it differs from the property's. */
export function EnvVar(name: string): PropertyDecorator {
  return (target, property) => Reflect.defineMetadata(nameKey, name, target, property);
}

export interface VariableInfo {
  readonly name: string;
  readonly secret: boolean;
  /** The property's type as the compiler emits it: Number, Boolean, Array, String or another constructor. */
  readonly type: unknown;
}

export function variableInfo(target: object, property: string): VariableInfo {
  return {
    name: (Reflect.getMetadata(nameKey, target, property) as string | undefined) ?? property,
    secret: Reflect.getMetadata(secretKey, target, property) === true,
    type: Reflect.getMetadata('design:type', target, property) as unknown,
  };
}
