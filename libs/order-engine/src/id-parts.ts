/** Environment and strategy of an id that this environment made; undefined for one of somebody else. */
export function idParts(
  environment: string,
  clOrdId: string,
): readonly [environment: string, strategy: string] | undefined {
  const parts = /^(.+?)-(.+)-\d+-\d+$/.exec(clOrdId);
  return parts === null || parts[1] !== environment ? undefined : [environment, parts[2]];
}
