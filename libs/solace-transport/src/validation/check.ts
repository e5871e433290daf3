/**
 * Looks at a decoded message: undefined when it is as its class says, else the path of the first property at fault, which
 * is empty when the message is no object. A property that the class does not name is a fault too.
 */
export type Check = (message: unknown) => string | undefined;

/** Longest name of an unknown property that is told: it is the sender's text. */
const MAX_NAME = 64;

/** The first property of a message that its class does not name. */
export function unknownProperty(message: object, known: ReadonlySet<string>): string | undefined {
  for (const name of Object.keys(message)) if (!known.has(name)) return name.slice(0, MAX_NAME);
  return undefined;
}

export function below(name: string, path: string): string {
  return path === '' ? name : `${name}.${path}`;
}
