/**
 * Binds the tracing id of a message to the work done for it. An observability library passes functions over its
 * AsyncLocalStorage; without them ids travel only where handlers pass them on.
 */
export interface CorrelationHooks {
  /** Id of the work under way, attached to what it sends. */
  get(): string | undefined;
  /** Runs the handler with the id bound. */
  run<T>(id: string, work: () => T): T;
}
