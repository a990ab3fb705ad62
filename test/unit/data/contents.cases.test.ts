import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FormatError, InvalidArgumentError } from '../../../src/core/errors.ts';
import { checkFinite, type Matrix } from '../../../src/core/matrix.ts';
import { toMatrix } from '../../../src/data/arrays/numeric.ts';
import { readContents } from '../../../src/data/contents.ts';
import { chooseIds, chooseLabels, choosePoints } from '../../../src/data/dataset/choose-arrays.ts';
import { labelsOf } from '../../../src/data/dataset/dataset.ts';
import { filledNote, fillMissing } from '../../../src/data/dataset/missing.ts';
import { detectFormat } from '../../../src/data/detect.ts';
import { openRowStream } from '../../../src/node/row-stream/open.ts';
import { type ParsedFormat, ROW_PARSERS } from '../../../src/node/row-stream/text-rows.ts';
import type { FileCase } from '../../support/cases/case.ts';
import { JSON_CASES } from '../../support/cases/json-cases.ts';
import { TABLE_CASES } from '../../support/cases/table-cases.ts';
import { WORD_CASES } from '../../support/cases/word-cases.ts';
import { failure } from '../../support/make-files.ts';

// Files of kinds that people have: each is read right, or refused with a line that says what to do,
// whole and as a stream. A kind that is new goes into one of the lists.

const KINDS: readonly (readonly [string, readonly FileCase[]])[] = [
  ['a table with', TABLE_CASES],
  ['JSON with', JSON_CASES],
  ['words or sparse rows with', WORD_CASES],
];

const folder = mkdtempSync(join(tmpdir(), 'hashplane-cases-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function bytesOf({ content }: FileCase): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

async function readWhole(file: FileCase, warnings: string[]) {
  const { options = {} } = file;
  const onWarning = (message: string) => warnings.push(message);
  const { arrays, notRead = [] } = await readContents(bytesOf(file), {
    ...{ name: file.file, maxBytes: 2 ** 20, onWarning },
    ...options,
  });
  const chosen = choosePoints(arrays, options.pointsColumn);
  const rule = options.missing ?? 'error';
  const { points, count } = fillMissing(toMatrix(await chosen.read()), rule);
  checkFinite('points', points);
  const note = filledNote(rule, count);
  if (note) onWarning(note);
  const own = chooseLabels(arrays, chosen, options.labelColumn);
  const labels = own && (await labelsOf(own));
  const ids = (await chooseIds(arrays)?.readTexts?.()) ?? null;
  return { points, labels, ids, notRead: notRead.map(({ name }) => name) };
}

function rowsOf(points: Matrix): number[][] {
  return Array.from({ length: points.rows }, (_, row) => [...points.row(row)]);
}

async function readStream(file: FileCase, warnings: string[]): Promise<number[][]> {
  const path = join(folder, file.file);
  writeFileSync(path, bytesOf(file));
  const { pointsColumn: array, ...options } = file.options ?? {};
  const onWarning = (message: string) => warnings.push(message);
  const stream = await openRowStream(path, { array, ...options, onWarning });
  try {
    const rows: number[][] = [];
    for await (const points of stream.batches()) rows.push(...rowsOf(points));
    return rows;
  } finally {
    await stream.close();
  }
}

function expectWarnings(warnings: readonly string[], { warnings: right = [] }: FileCase): void {
  expect(warnings).toHaveLength(right.length);
  for (const [i, pattern] of right.entries()) expect(warnings[i]).toMatch(pattern);
}

describe.each(KINDS)('%s', (_, cases) => {
  const read = cases.filter(({ right }) => !(right instanceof RegExp));
  const refused = cases.filter(({ right }) => right instanceof RegExp);

  test.each(read.map((file) => [file.kind, file] as const))('%s is read', async (_kind, file) => {
    const warnings: string[] = [];
    const { points, labels, ids, notRead } = await readWhole(file, warnings);
    expect(rowsOf(points)).toEqual(file.right);
    expectWarnings(warnings, file);
    const named = labels && Array.from(labels.labels, (label) => labels.names?.[label] ?? label);
    expect(named ?? undefined).toEqual(file.labels);
    if (file.ids) expect(ids).toEqual(file.ids);
    expect(notRead).toEqual(file.notRead ?? []);
  });

  test.each(read.map((file) => [file.kind, file] as const))(
    '%s is the same as a stream',
    async (_kind, file) => {
      const warnings: string[] = [];
      expect(await readStream(file, warnings)).toEqual(file.right);
      expectWarnings(warnings, file);
    },
  );

  const parsed = read.flatMap((file) => {
    const format = detectFormat(bytesOf(file), file.file) ?? '';
    return Object.hasOwn(ROW_PARSERS, format) ? [[file.kind, file, format] as const] : [];
  });

  test.runIf(parsed.length > 0).each(parsed)(
    '%s is the same however its bytes are cut',
    (_kind, file, format) => {
      const rowsBy = (size: number) => {
        const parser = ROW_PARSERS[format as ParsedFormat](file.options ?? {}, file.file);
        const bytes = bytesOf(file);
        for (let at = 0; at < bytes.length; at += size) parser.push(bytes.slice(at, at + size));
        parser.end();
        return { ...parser.take(), layout: parser.layout };
      };
      const whole = rowsBy(2 ** 20);
      for (const size of [1, 2, 3, 7]) expect(rowsBy(size)).toEqual(whole);
    },
  );

  test.each(refused.map((file) => [file.kind, file] as const))(
    '%s is refused with a line',
    async (_kind, file) => {
      for (const error of [
        await failure(() => readWhole(file, [])),
        // A stream may take more memory.
        file.kind.includes('far away') ? null : await failure(() => readStream(file, [])),
      ]) {
        if (error === null) continue;
        expect(error.message).toMatch(file.right as RegExp);
        expect(error.message).not.toContain('\n');
        expect([FormatError, InvalidArgumentError]).toContain(error.constructor);
      }
    },
  );
});
