import { expect, test } from 'vitest';
import { explain } from '../../src/cli/errors.ts';
import * as errors from '../../src/core/errors.ts';
import { readPage } from '../support/markdown.ts';

test('the table of errors has every class with its code and exit code', () => {
  const rows = [
    ...readPage('docs/use/formats.md').matchAll(/^\| `(\w+)` \| `(ERR_\w+)` \|.*\| (\d) \|$/gm),
  ];
  const listed = rows.map(([, name, code, exitCode]) => [name, code, Number(exitCode)]);
  const made = Object.entries(errors)
    .filter(([name]) => name !== 'HashplaneError')
    .map(([name, type]) => {
      const error = new (type as new (reason: string) => errors.HashplaneError)('x');
      return [name, error.code, explain(error).exitCode];
    });
  expect(listed.sort()).toEqual(made.sort());
});
