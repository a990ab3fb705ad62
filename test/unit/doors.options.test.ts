import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import names from './doors.names.json' with { type: 'json' };

const SOURCES = resolve(import.meta.dirname, '../../src');
const texts = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(resolve(SOURCES, path), 'utf8'));

/** The fields of an interface, as they are written. */
function fieldsOf(name: string): string[] {
  const declared = new RegExp(`^export interface ${name}\\b[^{]*\\{\n(.*?)^\\}`, 'ms');
  const bodies = texts.flatMap((text) => declared.exec(text)?.[1] ?? []);
  return bodies.flatMap((body) => body.match(/^ {2}readonly \w+\?:(?:[^;{}]|\{[^}]*\})+;/gm) ?? []);
}

const options = Object.values(names)
  .flatMap(({ types }) => types)
  .filter((name) => name.endsWith('Options'));

test('options that doors give may be undefined, also under exactOptionalPropertyTypes', () => {
  expect(options.length).toBeGreaterThan(30);
  expect(fieldsOf('HashIndexSearchOptions').length).toBeGreaterThan(5);
  for (const name of options) {
    const others = fieldsOf(name).filter((field) => !field.endsWith('undefined;'));
    expect(others, name).toEqual([]);
  }
});
