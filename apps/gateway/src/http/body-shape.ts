import { DomainError } from '@bourseworks/domain';
import { ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { MAX_JSON_DEPTH } from '../database/validators/json-depth.js';

/** Fields of one object, at any depth. */
const maxKeys = 1_000;
/** Values in a whole body, objects and lists themselves included. */
const maxValues = 20_000;
/** One level more than a field may have, for the body around it. */
const maxDepth = MAX_JSON_DEPTH + 1;

/**
 * What is wrong with the shape of a body; undefined when it may be looked at closer. Ends at the first thing wrong, and walks
 * with a list of its own: recursion would overflow on what it looks for.
 */
function shapeProblem(body: unknown): string | undefined {
  const open: [unknown, number][] = [[body, 0]];
  let values = 1;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, depth] = next;
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= maxDepth) return `the body nests deeper than ${MAX_JSON_DEPTH} levels`;
    const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (children.length > maxKeys && !Array.isArray(value)) return `an object has more than ${maxKeys} fields`;
    values += children.length;
    if (values > maxValues) return `the body has more than ${maxValues} values`;
    for (const child of children) open.push([child, depth + 1]);
  }
  return undefined;
}

/**
 * Validation of bodies whose shape is sane. What turns a body into a DTO recurses, and compares the fields of an object with
 * each other: some thousand brackets would overflow the stack, and a megabyte of fields stop the service for many seconds.
 */
export class ShapedValidationPipe extends ValidationPipe {
  // The base class speaks in `any`.
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const problem = metadata.type === 'body' ? shapeProblem(value) : undefined;
    if (problem !== undefined) throw new DomainError({ code: 'BAD_REQUEST', message: problem });
    return super.transform(value, metadata);
  }
}
