import { Injectable } from '@nestjs/common';
import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PARAMTYPES_METADATA,
  PIPES_METADATA,
} from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import {
  PATTERN_EXTRAS_METADATA,
  PATTERN_HANDLER_METADATA,
  PATTERN_METADATA,
  TRANSPORT_METADATA,
} from '@nestjs/microservices/constants.js';
import { PatternHandler } from '@nestjs/microservices/enums/pattern-handler.enum.js';
import { Observable } from 'rxjs';
import { SOLACE } from '../../constants.js';
import { assertPattern } from '../../topics.js';
import type { Check } from '../../validation/check.js';
import { compileCheck } from '../../validation/compile-check.js';
import { isDtoClass } from '../../validation/dto-class.js';
import { routeRefusal } from '../route-refusal.js';
import { isHot, type HotHandler } from './hot-handler.js';
import { callerOf, readParameters } from './hot-parameters.js';

type Method = (...values: unknown[]) => unknown;

const ENHANCERS = {
  [GUARDS_METADATA]: 'a guard',
  [PIPES_METADATA]: 'a pipe',
  [INTERCEPTORS_METADATA]: 'an interceptor',
  [EXCEPTION_FILTERS_METADATA]: 'a filter',
};

/**
 * Finds the hot handlers of all controllers. A hot handler is called directly, so that whatever else should happen around
 * the call would silently not happen: a method that asks for it is refused.
 */
@Injectable()
export class HotScanner {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws TransportError HOT_ROUTE_UNSUPPORTED, HOT_DTO_UNSUPPORTED, BAD_TOPIC, naming every method concerned */
  find(): HotHandler[] {
    const problems: string[] = [];
    const handlers = this.discovery.getControllers().flatMap((wrapper) => {
      const instance = wrapper.instance as object | null | undefined;
      return instance == null ? [] : this.handlersOf(instance, wrapper.isDependencyTreeStatic(), problems);
    });
    if (problems.length > 0) throw routeRefusal(problems);
    return handlers;
  }

  private handlersOf(instance: object, isStatic: boolean, problems: string[]): HotHandler[] {
    const prototype = Object.getPrototypeOf(instance) as Record<string, Method>;
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const target = prototype[method];
      const extras: unknown = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, target);
      if (!isHot(extras)) return [];
      if (Reflect.getMetadata(TRANSPORT_METADATA, target) !== SOLACE) return [];
      const name = `${instance.constructor.name}.${method}`;
      const refuse = (why: string): void => void problems.push(`HOT_ROUTE_UNSUPPORTED: ${name} is hot and ${why}`);
      if (!isStatic) refuse('its controller is made anew for each request');
      refuseEnhancers(instance.constructor, target, refuse);
      refuseAsynchronous(prototype, method, refuse);
      const parameters = readParameters(instance.constructor, method, refuse);
      const patterns = Reflect.getMetadata(PATTERN_METADATA, target) as unknown[];
      for (const pattern of patterns) checkPattern(pattern, name, problems);
      return [
        {
          name,
          patterns: patterns as string[],
          extras,
          check: checkOf(prototype, method, parameters.payload, name, problems),
          run: callerOf(instance, (instance as Record<string, Method>)[method], parameters),
        },
      ];
    });
  }
}

function refuseEnhancers(controller: object, method: object, refuse: (why: string) => void): void {
  for (const [key, what] of Object.entries(ENHANCERS)) {
    if (Reflect.getMetadata(key, method) !== undefined) refuse(`carries ${what}`);
    if (Reflect.getMetadata(key, controller) !== undefined) refuse(`its class carries ${what}`);
  }
}

/** Nobody would wait for a promise, and nobody would subscribe to an observable. */
function refuseAsynchronous(prototype: Record<string, Method>, method: string, refuse: (why: string) => void): void {
  if (Reflect.getMetadata(PATTERN_HANDLER_METADATA, prototype[method]) !== PatternHandler.EVENT)
    refuse('answers requests; only event handlers can be hot');
  const returned: unknown = Reflect.getMetadata('design:returntype', prototype, method);
  const isPlain = prototype[method].constructor.name === 'Function';
  if (!isPlain || returned === Promise || returned === Observable) refuse('is asynchronous');
}

function checkPattern(pattern: unknown, name: string, problems: string[]): void {
  try {
    assertPattern(pattern as string);
  } catch (error) {
    problems.push(`BAD_TOPIC: ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A payload without a class of its own (unknown, an interface) is not checked, as by the validation pipe. */
function checkOf(
  prototype: object,
  method: string,
  index: number | undefined,
  name: string,
  problems: string[],
): Check | undefined {
  if (index === undefined) return undefined;
  const types = Reflect.getMetadata(PARAMTYPES_METADATA, prototype, method) as unknown[] | undefined;
  // A method that takes nothing has nothing to be checked.
  if (types?.length === 0) return undefined;
  const type = types?.[index];
  if (type === Object) return undefined;
  if (!isDtoClass(type)) {
    problems.push(`HOT_ROUTE_UNSUPPORTED: ${name} is hot and its payload has no class that could be checked`);
    return undefined;
  }
  try {
    return compileCheck(type);
  } catch (error) {
    problems.push(`HOT_DTO_UNSUPPORTED: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
