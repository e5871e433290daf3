import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RpcParamtype } from '@nestjs/microservices/enums/rpc-paramtype.enum.js';
import type { InboundMessage } from '../../wire/inbound-message.js';
import { SolaceContext } from '../solace.context.js';

/** Where a hot method takes what it is given; undefined = it does not take it. */
export interface HotParameters {
  readonly payload: number | undefined;
  readonly context: number | undefined;
}

interface Parameter {
  readonly index: number;
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
  readonly schema?: unknown;
  /** Of a decorator of one's own. */
  readonly factory?: unknown;
}

type Method = (...values: unknown[]) => unknown;

/** What keeps the parameters of a method from being given directly is told to `refuse`. */
export function readParameters(controller: object, method: string, refuse: (why: string) => void): HotParameters {
  const found = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) as Record<string, Parameter> | undefined;
  // Without decorators Nest passes the payload first.
  if (found === undefined) return { payload: 0, context: undefined };
  let payload: number | undefined;
  let context: number | undefined;
  for (const [key, { index, data, pipes = [], schema, factory }] of Object.entries(found)) {
    const kind = factory === undefined ? Number.parseInt(key, 10) : undefined;
    if (pipes.length > 0 || schema != null) refuse('has a pipe on a parameter');
    else if (data != null) refuse('takes a property of the payload; take the whole');
    else if (kind === Number(RpcParamtype.PAYLOAD)) payload = index;
    else if (kind === Number(RpcParamtype.CONTEXT)) context = index;
    else refuse('takes something else than @Payload() and @Ctx()');
  }
  if ((payload ?? 0) > 1 || (context ?? 0) > 1) refuse('takes more than a payload and a context');
  return { payload, context };
}

/** The method, called with what it takes and nothing that it does not: a context costs an object a message. */
export function callerOf(
  instance: object,
  method: Method,
  { payload, context }: HotParameters,
): (data: unknown, message: InboundMessage) => unknown {
  const contextOf = (message: InboundMessage): SolaceContext => new SolaceContext([message.topic, message]);
  if (context === undefined) {
    if (payload === 1) return (data) => method.call(instance, undefined, data);
    return payload === 0 ? (data) => method.call(instance, data) : () => method.call(instance);
  }
  if (context === 0) return (data, message) => method.call(instance, contextOf(message), data);
  return (data, message) => method.call(instance, data, contextOf(message));
}
