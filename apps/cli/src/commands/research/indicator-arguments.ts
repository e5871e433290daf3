import type { Definition } from '@bourseworks/indicators';
import { usage } from '../../failure.js';

/** What people call the length of a window. */
const OTHER_NAMES: Readonly<Record<string, string>> = { period: 'length', periods: 'length', window: 'length' };

/** `--fastLength`, `--fast-length`. */
const camel = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

function nameOf(option: string, definition: Definition): string {
  const name = camel(option);
  const has = (one: string): boolean => definition.parameters.some((parameter) => parameter.name === one);
  const other = OTHER_NAMES[name];
  return !has(name) && other !== undefined && has(other) ? other : name;
}

/**
 * The parameters of an indicator as options: `--length 20` or `--length=20`; `--period` where it has a length.
 * @throws CliFailure for what is no option with a value, or given twice
 */
export function readParameters(words: readonly string[], definition: Definition): Record<string, string> {
  const given: Record<string, string> = {};
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [, option, attached] = /^--([A-Za-z][A-Za-z0-9-]*)(?:=(.*))?$/.exec(word) ?? [];
    const value = attached ?? left.shift();
    if (option === undefined || value === undefined) {
      throw usage(
        option === undefined ? `what is ${word}?` : `${word} has no value`,
        `See: bourse indicator show ${definition.name}`,
      );
    }
    const name = nameOf(option, definition);
    if (Object.hasOwn(given, name)) throw usage(`${name} is given twice: ${given[name]} and ${value}`);
    given[name] = value;
  }
  return given;
}
