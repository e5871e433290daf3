/** Configuration that cannot be used. Each problem names its variable; values of secrets are not shown. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
    this.name = 'ConfigError';
  }
}
