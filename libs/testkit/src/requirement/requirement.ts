import { jestGlobals } from '../jest-globals.js';
import type { JestGlobals } from '../jest-globals.js';

/** What a test needs from outside of the repository: there, rightly absent (skip), or absent where it must not be. */
export type Requirement =
  | { readonly kind: 'met' }
  | { readonly kind: 'absent'; readonly why: string }
  | { readonly kind: 'required'; readonly why: string };

export const met: Requirement = { kind: 'met' };

function globals(): JestGlobals {
  const found = jestGlobals();
  if (!found) throw new Error('tests with requirements run under Jest only');
  return found;
}

type TestBody = () => void | Promise<void>;

/** A test that runs when its requirement is met, says in its name why it is skipped, or fails for want of it. */
export function testWith(requirement: Requirement, name: string, body: TestBody, timeoutMs?: number): void {
  const { it } = globals();
  const { skip } = it;
  if (requirement.kind === 'met') it(name, body, timeoutMs);
  else if (requirement.kind === 'absent') skip(`${name} [skipped: ${requirement.why}]`, () => {});
  else {
    it(name, () => {
      throw new Error(requirement.why);
    });
  }
}

/** As testWith for a whole group; when it is not met the group's body never runs. */
export function describeWith(requirement: Requirement, name: string, body: () => void): void {
  const { describe, it } = globals();
  const { skip } = it;
  if (requirement.kind === 'met') describe(name, body);
  else if (requirement.kind === 'absent') describe(name, () => skip(`[skipped: ${requirement.why}]`, () => {}));
  else describe(name, () => testWith(requirement, 'has what it needs', () => {}));
}
