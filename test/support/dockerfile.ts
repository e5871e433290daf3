/** One instruction of a Dockerfile; a JSON list as its arguments, anything else as one text. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

export interface Stage {
  readonly name: string;
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** Instructions of a Dockerfile: comments gone, continued lines joined. */
export function parseInstructions(text: string): Instruction[] {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*(?:#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n');
  return lines.map((line) => {
    const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    return { name: name.toUpperCase(), text: rest.trim() };
  });
}

/** The build stages of a Dockerfile in their order; arguments in `FROM` lines are left as they stand. */
export function parseStages(text: string): Stage[] {
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const instruction of parseInstructions(text)) {
    if (instruction.name === 'FROM') {
      const [, from = '', name = ''] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(instruction.text) ?? [];
      stages.push({ name, from, instructions: [] });
    } else stages.at(-1)?.instructions.push(instruction);
  }
  return stages;
}

/** What holds for a stage: its own instructions after those of the stages it builds on. */
export function inherited(stages: readonly Stage[], name: string): Instruction[] {
  const stage = stages.find((one) => one.name === name);
  if (stage === undefined) return [];
  return [...inherited(stages, stage.from), ...stage.instructions];
}

/** The last of a kind, which is the one that counts. */
export function effective(stages: readonly Stage[], target: string, name: string): string {
  return inherited(stages, target).findLast((instruction) => instruction.name === name)?.text ?? '';
}

/** Arguments of an instruction in JSON form, also behind `HEALTHCHECK … CMD`. */
export function argumentsOf(text: string): string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}

/** Environment that a stage sets, in `NAME=value` form. */
export function environmentOf(stages: readonly Stage[], target: string): Record<string, string> {
  const pairs = inherited(stages, target)
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ text }) => text.split(/\s+/))
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
  return Object.fromEntries(pairs);
}
