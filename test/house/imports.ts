// What the files of this repository import, read by TypeScript's own parser: imports of types and
// of scripts too, which no bundler's graph has.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, resolve } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface Import {
  readonly from: string;
  /** A path from the root, or the name of a package. */
  readonly to: string;
  /** Types are gone when the code runs; what is loaded later, by `import()`, may never be. */
  readonly kind: 'value' | 'type' | 'later';
}

/** Sources below `folder`, as paths from the root with forward slashes. */
export function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((file) => /\.m?[jt]s$/.test(file) && !file.endsWith('.d.ts'))
    .sort();
}

export function importsOf(files: readonly string[]): Import[] {
  return files.flatMap((from) =>
    importsIn(from, readFileSync(join(ROOT, from), 'utf8')).map(({ to, kind }) => ({
      from,
      to: /^\.\.?(\/|$)/.test(to) ? posix.join(posix.dirname(from), to) : to,
      kind,
    })),
  );
}

/** What one source imports, as it is written there. */
export function importsIn(file: string, text: string): Omit<Import, 'from'>[] {
  const found: Omit<Import, 'from'>[] = [];
  const add = (specifier: ts.Node | undefined, kind: Import['kind']) => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push({ to: specifier.text, kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, importKind(node.importClause));
    else if (ts.isJSDocImportTag(node)) add(node.moduleSpecifier, 'type');
    else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'value');
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, 'type');
    } else if (ts.isCallExpression(node) && isLoader(node.expression)) {
      add(
        node.arguments[0],
        node.expression.kind === ts.SyntaxKind.ImportKeyword ? 'later' : 'value',
      );
    }
    // Comments are no children of what they stand before; scripts name their types in them.
    (node as { jsDoc?: readonly ts.JSDoc[] }).jsDoc?.forEach(visit);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest));
  return found;
}

/** `import { type A }` is of types too: the compiler drops nothing else of it than the module. */
function importKind(clause: ts.ImportClause | undefined): Import['kind'] {
  if (!clause) return 'value';
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return 'type';
  const { name, namedBindings } = clause;
  if (name || !namedBindings || !ts.isNamedImports(namedBindings)) return 'value';
  const { elements } = namedBindings;
  return elements.length > 0 && elements.every(({ isTypeOnly }) => isTypeOnly) ? 'type' : 'value';
}

function isLoader(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(callee) && callee.text === 'require';
}

/** What `file` reaches by imports of these kinds, itself included. */
export function reachedFrom(
  file: string,
  imports: readonly Import[],
  kinds: readonly Import['kind'][] = ['value', 'later'],
): Set<string> {
  const reached = new Set([file]);
  for (const next of reached) {
    for (const { from, to, kind } of imports) {
      if (from === next && kinds.includes(kind)) reached.add(to);
    }
  }
  return reached;
}

/**
 * Sets of files that import each other, each set in order: the strongly connected components of more
 * than one file, by Tarjan's algorithm, in time linear in the imports.
 */
export function circlesOf(imports: readonly Pick<Import, 'from' | 'to'>[]): string[][] {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const order = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const enter = (file: string): number => {
    order.set(file, order.size);
    let low = order.get(file)!;
    open.push(file);
    for (const to of next.get(file) ?? []) {
      if (!order.has(to)) low = Math.min(low, enter(to));
      else if (open.includes(to)) low = Math.min(low, order.get(to)!);
    }
    if (low === order.get(file)) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1 || next.get(file)?.includes(file)) circles.push(circle.sort());
    }
    return low;
  };
  for (const file of next.keys()) if (!order.has(file)) enter(file);
  return circles.sort((a, b) => a[0].localeCompare(b[0]));
}

/** Whether a path from the root is there, as a file or a folder. */
export function isThere(path: string): boolean {
  return existsSync(join(ROOT, path));
}
