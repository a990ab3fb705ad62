import { describe, expect, test } from 'vitest';
import { circlesOf, importsIn } from './imports.ts';

describe('the imports of a source', () => {
  test.each<[string, string, string, string]>([
    ['a value', "import { a } from './a.ts';", './a.ts', 'value'],
    ['a value among types', "import { type A, b } from './a.ts';", './a.ts', 'value'],
    ['an effect', "import './a.ts';", './a.ts', 'value'],
    ['a whole module', "import * as a from './a.ts';", './a.ts', 'value'],
    ['what is exported again', "export { a } from './a.ts';", './a.ts', 'value'],
    ['what is required', "const a = require('./a.cjs');", './a.cjs', 'value'],
    ['what is loaded later', "const a = await import('./a.ts');", './a.ts', 'later'],
    ['a type', "import type { A } from './a.ts';", './a.ts', 'type'],
    ['types one by one', "import { type A, type B } from './a.ts';", './a.ts', 'type'],
    ['a type that is exported again', "export type { A } from './a.ts';", './a.ts', 'type'],
    ['a type in place', "let a: import('./a.ts').A;", './a.ts', 'type'],
    ['a type in a comment', "/** @type {import('./a.ts').A} */\nlet a;", './a.ts', 'type'],
  ])('have %s', (_, text, to, kind) => {
    expect(importsIn(text.startsWith('/**') ? 'x.mjs' : 'x.ts', text)).toEqual([{ to, kind }]);
  });

  test('have nothing that a text or a comment only mentions', () => {
    expect(importsIn('x.ts', "// import './a.ts'\nconst a = `import './b.ts'`;")).toEqual([]);
  });
});

describe('circles of imports', () => {
  const graph = (text: string) => text.split(' ').map((pair) => ({ from: pair[0], to: pair[1] }));

  test.each<[string, string, string[]]>([
    ['none', 'ab bc ac dc', []],
    ['two files', 'ab ba', ['ab']],
    ['a file that imports itself', 'aa ab', ['a']],
    ['a longer way round, and what hangs on it left out', 'ab bc cd db de', ['bcd']],
    ['circles that share a file are one', 'ab ba bc cb', ['abc']],
    ['circles one behind the other are two', 'ab ba bc cd dc', ['ab', 'cd']],
  ])('%s', (_, text, expected) => {
    expect(circlesOf(graph(text)).map((circle) => circle.join(''))).toEqual(expected);
  });
});
