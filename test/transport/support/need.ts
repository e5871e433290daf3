/** Does what not every broker, or not every user, may do; a refusal names what is missing instead of showing later as a time-out. */
export async function need<T>(what: string, right: string, attempt: Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    const reason = `${code ?? ''} ${message ?? String(error)}`;
    throw new Error(`the broker does not let this user ${what}: it needs ${right} (${reason})`, { cause: error });
  }
}
