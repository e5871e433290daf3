import type { SubscriptionPattern } from './subscription-pattern.js';

/** What stands at one place of the tree. */
interface Node<T> {
  readonly literals: Map<string, Node<T>>;
  /** Children for `text*`, keyed by the text; a lone `*` has the empty text. */
  readonly prefixes: Map<string, Node<T>>;
  /** Entries whose subscription ends here. */
  readonly here: Set<T>;
  /** Entries whose subscription ends here with `/>`. */
  readonly below: Set<T>;
}

function createNode<T>(): Node<T> {
  return { literals: new Map(), prefixes: new Map(), here: new Set(), below: new Set() };
}

function isEmpty<T>(node: Node<T>): boolean {
  return node.literals.size === 0 && node.prefixes.size === 0 && node.here.size === 0 && node.below.size === 0;
}

/**
 * Subscriptions by level. A match visits only the nodes that the topic can reach, so that its cost follows the number
 * of matching subscriptions and not of all. Depth is bounded by the levels of a subscription (128).
 */
export class SubscriptionTree<T> {
  private readonly root = createNode<T>();

  add(pattern: SubscriptionPattern, entry: T): void {
    let node = this.root;
    for (const level of pattern.levels) {
      const children = level.kind === 'literal' ? node.literals : node.prefixes;
      let child = children.get(level.text);
      if (child === undefined) {
        child = createNode<T>();
        children.set(level.text, child);
      }
      node = child;
    }
    (pattern.tail ? node.below : node.here).add(entry);
  }

  /** Empty nodes go with their last entry: a client that subscribes to ever new topics must not grow the tree. */
  remove(pattern: SubscriptionPattern, entry: T): boolean {
    const path: Node<T>[] = [this.root];
    for (const level of pattern.levels) {
      const node = path.at(-1)!;
      const child = (level.kind === 'literal' ? node.literals : node.prefixes).get(level.text);
      if (child === undefined) return false;
      path.push(child);
    }
    const last = path.at(-1)!;
    if (!(pattern.tail ? last.below : last.here).delete(entry)) return false;
    for (let depth = pattern.levels.length; depth > 0 && isEmpty(path[depth]); depth -= 1) {
      const level = pattern.levels[depth - 1];
      const parent = path[depth - 1];
      (level.kind === 'literal' ? parent.literals : parent.prefixes).delete(level.text);
    }
    return true;
  }

  /** Calls `visit` for each entry whose subscription matches; an entry that stands at several places comes several times. */
  match(topic: string, visit: (entry: T) => void): void {
    this.descend(this.root, topic.split('/'), 0, visit);
  }

  get empty(): boolean {
    return isEmpty(this.root);
  }

  private descend(node: Node<T>, levels: readonly string[], depth: number, visit: (entry: T) => void): void {
    if (depth === levels.length) {
      for (const entry of node.here) visit(entry);
      return;
    }
    for (const entry of node.below) visit(entry);
    const text = levels[depth];
    const literal = node.literals.get(text);
    if (literal !== undefined) this.descend(literal, levels, depth + 1, visit);
    for (const [prefix, child] of node.prefixes) {
      if (text.startsWith(prefix)) this.descend(child, levels, depth + 1, visit);
    }
  }
}
