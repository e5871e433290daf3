import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { repoRoot } from '@bourseworks/testkit';

const root = repoRoot();
const testOnly = new Set(['node_modules', 'dist', 'test', 'testing', 'fixtures', 'testkit']);
const shape = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;
/** A code in front of a sentence: `JOURNAL_WRITE: the disk is full`. */
const leading = /^([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+): /;

/** A code as it stands in a source file. */
export interface FoundCode {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  /** It can leave this place: not merely compared with, one of a list, or part of a type. */
  readonly raised: boolean;
}

/** Sources that run in a product, relative to the root. */
export function productSources(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((item) => {
      const path = `${folder}/${item.name}`;
      if (item.isDirectory()) return testOnly.has(item.name) ? [] : below(path);
      return /(?<!\.spec|\.soak|\.d)\.ts$/.test(path) ? [path] : [];
    });
  return ['apps', 'libs', 'adapters', 'strategies'].flatMap(below);
}

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}

/** What a call or `new` names: `refuse` of `this.refuse(...)`. */
function calleeOf({ expression }: ts.CallExpression | ts.NewExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

function nameOf(node: ts.Node & { readonly name?: ts.Node }): string {
  const owner = ts.isConstructorDeclaration(node) ? node.parent : node;
  const named = ts.isArrowFunction(owner) ? owner.parent : owner;
  const { name } = named as { name?: ts.Node };
  return name && ts.isIdentifier(name) ? name.text : '';
}

/** Positions of parameters named `code`, by the function, method or class that has them. */
function codeParameters(files: readonly ts.SourceFile[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>();
  for (const file of files) {
    walk(file, (node) => {
      if (!ts.isFunctionLike(node)) return;
      // A number is the exit code of a process, or one of a protocol.
      const index = node.parameters.findIndex(
        ({ name, type }) => name.getText() === 'code' && !/\bnumber\b/.test(type?.getText() ?? ''),
      );
      const name = nameOf(node);
      if (index === -1 || name === '') return;
      found.set(name, (found.get(name) ?? new Set()).add(index));
    });
  }
  return found;
}

/** The expression that a literal is the value of: up through `a ? 'X' : 'Y'`, `x ?? 'Y'`, brackets and assertions. */
function valueOf(node: ts.Node): ts.Node {
  const { parent } = node;
  const chosen = ts.isConditionalExpression(parent) && parent.condition !== node;
  const fallback = ts.isBinaryExpression(parent) && ['??', '||'].includes(parent.operatorToken.getText());
  const wrapped = ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent);
  return chosen || fallback || wrapped ? valueOf(parent) : node;
}

/** The value of something named `code`: a property, a field, a variable, a default, an argument, one side of a comparison. */
function isNamedCode(node: ts.Node, parameters: ReadonlyMap<string, ReadonlySet<number>>): boolean {
  const value = valueOf(node);
  const { parent } = value;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    const index = (parent.arguments ?? []).findIndex((argument) => argument === value);
    return index !== -1 && parameters.get(calleeOf(parent))?.has(index) === true;
  }
  if (ts.isBinaryExpression(parent)) {
    const other = parent.left === value ? parent.right : parent.left;
    return /(?:^|\.)code$/.test(other.getText());
  }
  const named = ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) || ts.isParameter(parent);
  return (named || ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) && parent.name.getText() === 'code';
}

const comparisons = new Set(['===', '!==', '==', '!=']);

function isRaised(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isLiteralTypeNode(parent) || ts.isCaseClause(parent) || ts.isArrayLiteralExpression(parent)) return false;
  return !(ts.isBinaryExpression(parent) && comparisons.has(parent.operatorToken.getText()));
}

/** The code that a literal is, or begins with; undefined for any other node. */
function codeOf(node: ts.Node, parameters: ReadonlyMap<string, ReadonlySet<number>>): string | undefined {
  if (ts.isTemplateHead(node)) return leading.exec(node.text)?.[1];
  if (!ts.isStringLiteralLike(node)) return undefined;
  if (!shape.test(node.text)) return leading.exec(node.text)?.[1];
  if (ts.isCallExpression(node.parent) && calleeOf(node.parent) === 'Symbol') return undefined;
  return node.text.includes('_') || isNamedCode(node, parameters) ? node.text : undefined;
}

/**
 * Every string literal of the shape of a code, in the sources given: all that hold an underscore, wherever they stand,
 * also in front of a sentence; single words where they are the value of something named `code`. Descriptions of symbols
 * are none.
 */
export function codesIn(paths: readonly string[]): FoundCode[] {
  const files = paths.map(parse);
  const parameters = codeParameters(files);
  return files.flatMap((file) => {
    const found: FoundCode[] = [];
    walk(file, (node) => {
      const code = codeOf(node, parameters);
      if (code === undefined) return;
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ code, file: file.fileName, line, raised: isRaised(node) });
    });
    return found;
  });
}
