import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, readPage } from '../support/markdown.ts';

const [own] = readPage('docs/use/troubleshooting.md').split('## Messages of other tools');
const messages = [...own!.matchAll(/^### `(.*)`$/gm)].map(([, message]) => message!);

/** All sources, their texts in one piece each: what `+` joins over lines is joined. */
const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(ROOT, 'src', name), 'utf8'))
  .join('\n')
  .replace(/['"`]\s*\+\s*['"`]/g, '');

test('every heading of the page is a message, and there are many', () => {
  expect(own!.match(/^### /gm)).toHaveLength(messages.length);
  expect(messages.length).toBeGreaterThan(25);
});

test.each(messages)('a source says: %s', (message) => {
  const parts = message
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').trim())
    .filter((part) => /\w{2}/.test(part));
  expect(parts.join('').length).toBeGreaterThan(10);
  // Between the parts stand values, and words that differ.
  expect(sources).toMatch(new RegExp(parts.join('[^\\n]{0,160}?')));
});
