import type { EngineState } from '../engine-state.js';
import { listsOf, listViewOf, type ListFilter, type ListView } from './list-view.js';

/** What the engine says of its lists. Changes nothing. */
export class ListQueries {
  constructor(private readonly state: EngineState) {}

  /** A list and what became of its orders; undefined when it is not known, or no longer. */
  view(listId: string): ListView | undefined {
    const list = this.state.lists.get(listId);
    return list === undefined ? undefined : listViewOf(this.state, list);
  }

  /** Lists, the newest last; at most `limit`. */
  find(filter: ListFilter, limit: number): ListView[] {
    return listsOf(this.state, filter, limit);
  }
}
