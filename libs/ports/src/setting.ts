/** One environment variable: what the documentation and `--settings` say about it. */
export interface SettingSpec {
  readonly name: string;
  /** Text that an unset or empty variable stands for; left out when it then stands for nothing. */
  readonly default?: string;
  readonly meaning: string;
  /** Which values are taken, for people: `1 to 64`, `tcp:// or ws:// addresses`. */
  readonly values?: string;
  /** The value is never shown. */
  readonly secret?: boolean;
  /** Without a value the process does not start. */
  readonly required?: boolean;
}

/** Variables that are read in one place, and what refuses them. */
export interface SettingSource {
  readonly settings: readonly SettingSpec[];
  /** Throws an error whose message begins with the variable's name (ConfigError, or DomainError CONFIG_INVALID). */
  readonly check?: (env: Readonly<Record<string, string | undefined>>) => unknown;
}

/** A variable as a process finds it: one entry of what `--settings` prints. */
export interface SettingState {
  readonly name: string;
  /** Null when it has no value, and for every secret. */
  readonly value: string | null;
  readonly default: string | null;
  readonly source: 'environment' | 'default';
  readonly secret: boolean;
  /** Of a secret only: whether the environment gives it a value. */
  readonly set?: boolean;
  readonly meaning: string;
  /** Why the process would not start with this value. */
  readonly problem?: string;
}

export interface SettingsReport {
  readonly states: readonly SettingState[];
  /** Problems that name none of the variables. */
  readonly others: readonly string[];
}

/** A text with the logins of its addresses blanked: `tcp://user:password@host` shows who may come in. */
export function withoutLogins(text: string): string {
  return text.replace(/:\/\/[^\s/,"]*@/g, '://[redacted]@');
}

/** Index of the variable in the text as a whole word; -1 when it is not there. */
function placeOf(name: string, problem: string): number {
  return problem.search(new RegExp(`(?<![A-Z0-9_])${name}(?![A-Z0-9_])`));
}

/** The variable that a problem is about: the one that its text names first. */
function blamed(problem: string, settings: readonly SettingSpec[]): string | undefined {
  let first: { name: string; place: number } | undefined;
  for (const { name } of settings) {
    const place = placeOf(name, problem);
    if (place !== -1 && place < (first?.place ?? Infinity)) first = { name, place };
  }
  return first?.name;
}

/**
 * The state of every variable in `env`; each problem stands with the variable that its text names first. Of a variable
 * that is given more than once the first spec counts.
 */
export function settingStates(
  settings: readonly SettingSpec[],
  env: Readonly<Record<string, string | undefined>>,
  problems: readonly string[] = [],
): SettingsReport {
  const unique = settings.filter(({ name }, index) => settings.findIndex((other) => other.name === name) === index);
  const named = [...new Set(problems)].map((problem) => ({ problem, name: blamed(problem, unique) }));
  const problemsOf = (name: string | undefined): string[] =>
    named.filter((one) => one.name === name).map(({ problem }) => problem);
  const states = unique.map((spec): SettingState => {
    const given = env[spec.name];
    const set = given !== undefined && given !== '';
    const secret = spec.secret === true;
    const found = problemsOf(spec.name).join('; ');
    return {
      name: spec.name,
      value: secret ? null : set ? withoutLogins(given) : (spec.default ?? null),
      default: spec.default ?? null,
      source: set ? 'environment' : 'default',
      secret,
      ...(secret ? { set } : {}),
      meaning: spec.meaning,
      ...(found === '' ? {} : { problem: found }),
    };
  });
  return { states, others: problemsOf(undefined) };
}
