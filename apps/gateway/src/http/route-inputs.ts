import type { Type } from '@nestjs/common';
import { PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

/** What a handler takes from outside besides its path. */
export interface RouteInputs {
  readonly body: boolean;
  readonly query: boolean;
  /** Classes of its body and its query, as the validation checks them. */
  readonly types: readonly Type<object>[];
}

type ArgsMetadata = Record<string, { readonly index: number }>;

const isClass = (value: unknown): value is Type<object> =>
  typeof value === 'function' && ![Object, String, Number, Boolean, Array].includes(value as never);

export function inputsOf(controller: Type<object>, handler: string): RouteInputs {
  const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as ArgsMetadata;
  const params = (Reflect.getMetadata(PARAMTYPES_METADATA, controller.prototype as object, handler) ?? []) as unknown[];
  const indexes = (kind: RouteParamtypes): number[] =>
    Object.entries(args)
      .filter(([key]) => key.startsWith(`${kind}:`))
      .map(([, { index }]) => index);
  const body = indexes(RouteParamtypes.BODY);
  const query = indexes(RouteParamtypes.QUERY);
  const types = [...body, ...query].map((index) => params[index]).filter(isClass);
  return { body: body.length > 0, query: query.length > 0, types };
}
