import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { PatternHandler } from '@nestjs/microservices/enums/pattern-handler.enum.js';
import { PATTERN_HANDLER_METADATA, PATTERN_METADATA, TRANSPORT_METADATA } from '@nestjs/microservices/constants.js';
import { SOLACE } from '../constants.js';
import { routeRefusal } from './route-refusal.js';

interface FoundHandler {
  readonly name: string;
  readonly patterns: readonly unknown[];
  readonly isEvent: boolean;
  readonly transport: unknown;
}

/**
 * Looks at the decorated handlers of all controllers before the server subscribes. Nest itself lets the last of two
 * message handlers on one topic win without a word, and binds a handler without a transport id to every server.
 */
@Injectable()
export class SolaceRouteVerifier {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws TransportError DUPLICATE_ROUTE, HANDLER_WITHOUT_TRANSPORT, naming every handler concerned */
  verify(): void {
    const handlers = this.discovery
      .getControllers()
      .flatMap(({ instance }) => this.handlersOf(instance as object | null));
    const problems = handlers
      .filter(({ transport }) => transport === undefined)
      .map(({ name }) => `HANDLER_WITHOUT_TRANSPORT: ${name} names no transport; use SOLACE`);
    const owners = new Map<string, string[]>();
    for (const { name, patterns } of handlers.filter(({ transport, isEvent }) => transport === SOLACE && !isEvent)) {
      for (const pattern of patterns) owners.set(String(pattern), [...(owners.get(String(pattern)) ?? []), name]);
    }
    for (const [pattern, names] of owners) {
      if (names.length > 1) problems.push(`DUPLICATE_ROUTE: "${pattern}" is handled by ${names.join(' and ')}`);
    }
    if (problems.length > 0) throw routeRefusal(problems);
  }

  private handlersOf(instance: object | null): FoundHandler[] {
    if (instance === null || instance === undefined) return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
    const className = instance.constructor.name;
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const target = prototype[method] as object;
      const type: unknown = Reflect.getMetadata(PATTERN_HANDLER_METADATA, target);
      if (type === undefined) return [];
      return [
        {
          name: `${className}.${method}`,
          patterns: Reflect.getMetadata(PATTERN_METADATA, target) as unknown[],
          isEvent: type === PatternHandler.EVENT,
          transport: Reflect.getMetadata(TRANSPORT_METADATA, target) as unknown,
        },
      ];
    });
  }
}
