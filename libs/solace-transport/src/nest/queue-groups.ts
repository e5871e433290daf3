import { patternsOverlap } from '../topics.js';

/** A pattern that a server subscribes to, and the group of replicas that share its messages; undefined = each gets all. */
export interface GroupedPattern {
  readonly pattern: string;
  readonly group: string | undefined;
}

const GROUP_NAME = /^[\w.-]{1,64}$/;

/** Of the extras of a pattern, or the default of the server; false in the extras = no group whatever the default. */
export function groupOf(extras: unknown, byDefault: string | undefined): string | undefined {
  const own: unknown = (extras as { queueGroup?: unknown } | undefined)?.queueGroup;
  if (own === false) return undefined;
  if (own === undefined) return byDefault;
  return typeof own === 'string' ? own : ''; // what is no name is refused as one
}

/** What the broker is asked for. */
export function subscriptionOf({ pattern, group }: GroupedPattern): string {
  return group === undefined ? pattern : `#share/${group}/${pattern}`;
}

/**
 * What is wrong with the groups of a server. A message that two subscriptions of different groups match is delivered once
 * for each, and nothing in it tells for which: every handler of its topic would run twice.
 */
export function groupProblems(patterns: readonly GroupedPattern[]): string[] {
  const names = new Set(
    patterns.flatMap(({ group }) => (group === undefined || GROUP_NAME.test(group) ? [] : [group])),
  );
  const problems = [...names].map((name) => `QUEUE_GROUP_INVALID: "${name}" is not a name of a group`);
  for (const [index, left] of patterns.entries()) {
    for (const right of patterns.slice(index + 1)) {
      if (left.group === right.group || !patternsOverlap(left.pattern, right.pattern)) continue;
      problems.push(`QUEUE_GROUP_INVALID: ${describe(left)} and ${describe(right)} have messages in common`);
    }
  }
  return problems;
}

const describe = ({ pattern, group }: GroupedPattern): string =>
  group === undefined ? `"${pattern}" without a group` : `"${pattern}" of group ${group}`;
