import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { fixture, idx, npy, npyWith } from '../support/make-files.ts';
import { DIMENSIONS, labels, mat, points, pointsWith, ROWS, writeDatasets } from './datasets.ts';
import { expectRefused, hashplane, scratchFolder } from './program.ts';

const folder = scratchFolder();
const { npy: SOUND } = writeDatasets(folder);
const matrix = [ROWS, DIMENSIONS];
const soundPoints = npy(points, matrix);
const gzipped = gzipSync(soundPoints);

const FILES: Record<string, Uint8Array | string> = {
  'empty.npy': '',
  'text.txt': 'Some text, not a table.\n',
  taken: 'A file without an extension.\n',
  'truncated.npy': soundPoints.slice(0, -7),
  'header-only.npy': soundPoints.slice(0, 20),
  'longer.npy': Buffer.concat([soundPoints, Buffer.from([0])]),
  'truncated.idx': idx(points, matrix).slice(0, -1),
  'truncated.mat': mat().slice(0, -9),
  'truncated.npy.gz': gzipped.subarray(0, gzipped.length >> 1),
  'damaged.npy.gz': gzipped.map((byte, i) => (i === gzipped.length - 6 ? byte ^ 1 : byte)),
  'damaged.mat': fixture('bad-flipped.mat'),
  'damaged-v7.3.mat': fixture('v73.mat').slice(0, 3000),
  'archive.npz': new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]),
  'object.npy': npyWith(
    "{'descr': '|O', 'fortran_order': False, 'shape': (2,), }\n",
    new Uint8Array(16),
  ),
  'no-rows.npy': npy([], [0, DIMENSIONS]),
  'no-columns.npy': npy([], [ROWS, 0]),
  'no-rows.idx': idx([], [0, 4, 4]),
  'one-dimension.npy': npy([1, 2, 3], [3]),
  'two-rows.npy': npy([1, 2, 3, 4], [2, 2]),
  'two-labels.npy': npy([0, 1], [2], { type: 'u1' }),
  'nan.npy': npy(pointsWith(Number.NaN), matrix),
  'infinity.npy': npy(pointsWith(Number.POSITIVE_INFINITY), matrix),
  'minus-infinity.npy': npy(pointsWith(Number.NEGATIVE_INFINITY), matrix, { type: 'f8' }),
  'too-large.npy': npy(pointsWith(1e300), matrix, { type: 'f8' }),
  'no-labels.mat': mat(null),
  'no-labels.npy': npy([], [0], { type: 'i4' }),
  'few-labels.npy': npy(labels.slice(1), [ROWS - 1], { type: 'i4' }),
  'half-labels.npy': npy(
    labels.map((label) => label + 0.5),
    [ROWS],
  ),
  'nan-labels.npy': npy(
    labels.map(() => Number.NaN),
    [ROWS],
  ),
  'table-labels.npy': npy(labels, [ROWS / 2, 2], { type: 'i4' }),
  'one-class.npy': npy(
    labels.map(() => 4),
    [ROWS],
    { type: 'i4' },
  ),
  'one-class.mat': mat(labels.map(() => 4)),
};
for (const [name, bytes] of Object.entries(FILES)) writeFileSync(join(folder, name), bytes);
mkdirSync(join(folder, 'some-folder'));
const present = readdirSync(folder);

const data = (name: string) => ['--data', name, '--labels', 'labels.npy'];
const withLabels = (name: string) => ['--data', 'points.npy', '--labels', name];

/** Runs the tutorial in the folder of files, with results asked for. */
const tutorial = (args: readonly string[]) =>
  hashplane(['tutorial', '--out', 'results', '--json', ...args], { cwd: folder });

afterEach(() => {
  expect(readdirSync(folder), 'nothing new is left').toEqual(present);
});

describe('a bad file ends with exit code 1 and one line that names it and the rule', () => {
  test.each<[string, string[], RegExp]>([
    ['a missing file', data('nowhere.npy'), /nowhere\.npy: no such file/],
    ['missing labels', withLabels('nowhere.npy'), /nowhere\.npy: no such file/],
    ['a path through a file', data('text.txt/x.npy'), /text\.txt\/x\.npy: .*not a folder/],
    ['an empty file', data('empty.npy'), /empty\.npy is empty/],
    ['empty labels', withLabels('empty.npy'), /empty\.npy is empty/],
    ['a folder', data('some-folder'), /some-folder is a folder: give a file/],
    ['a folder of labels', withLabels('some-folder'), /some-folder is a folder: give a file/],
    [
      'an unknown format',
      data('text.txt'),
      /text\.txt: the format is not known.*\.mat, HDF5, \.npy, IDX/,
    ],
    ['labels of an unknown format', withLabels('text.txt'), /text\.txt: the format is not known/],
    ['a truncated .npy', data('truncated.npy'), /truncated\.npy: .*(truncated|bytes)/],
    ['an .npy that ends in its header', data('header-only.npy'), /header-only\.npy: .*cut short/],
    ['bytes after an .npy', data('longer.npy'), /longer\.npy: .*bytes/],
    ['a truncated IDX', data('truncated.idx'), /truncated\.idx: .*(truncated|bytes)/],
    ['a truncated .mat', ['--data', 'truncated.mat'], /truncated\.mat: .*(truncated|ends|bytes)/],
    ['a truncated gzip', data('truncated.npy.gz'), /truncated\.npy\.gz: .*cut short/],
    ['a damaged gzip', data('damaged.npy.gz'), /damaged\.npy\.gz: .*(damaged|checksum|CRC)/],
    ['a damaged .mat', ['--data', 'damaged.mat'], /damaged\.mat: .*(damaged|checksum)/],
    ['a damaged .mat of version 7.3', ['--data', 'damaged-v7.3.mat'], /v7\.3\.mat: .*damaged/],
    ['a zip archive', data('archive.npz'), /archive\.npz: the zip archive is cut short/],
    ['an array of objects', data('object.npy'), /object\.npy: .*object/],
    ['labels that are objects', withLabels('object.npy'), /object\.npy: .*object/],
    ['points without rows', data('no-rows.npy'), /no-rows\.npy: .*no rows/],
    ['images without rows', data('no-rows.idx'), /no-rows\.idx: .*no rows/],
    ['points without columns', data('no-columns.npy'), /no-columns\.npy: .*column/],
    ['points of one dimension', data('one-dimension.npy'), /one-dimension\.npy: .*two dimensions/],
    [
      'too few rows to split',
      ['--data', 'two-rows.npy', '--labels', 'two-labels.npy'],
      /two-rows\.npy: .*at least 3 rows.*not 2/,
    ],
    ['NaN', data('nan.npy'), /nan\.npy: .*finite.*row 3.*column 5/],
    ['infinity', data('infinity.npy'), /infinity\.npy: .*finite.*row 3.*column 5/],
    ['minus infinity', data('minus-infinity.npy'), /minus-infinity\.npy: .*finite/],
    ['a value beyond float32', data('too-large.npy'), /too-large\.npy: .*(finite|float32)/],
    ['no labels at all', ['--data', 'points.npy'], /points\.npy: there are no labels: give/],
    ['a .mat without labels', ['--data', 'no-labels.mat'], /no-labels\.mat: .*X_class/],
    [
      'a .mat with labels given twice',
      ['--data', 'points.mat', '--labels', 'labels.npy'],
      /points\.mat: .*its own labels, X_class: give no others/,
    ],
    [
      'an empty array of labels',
      withLabels('no-labels.npy'),
      /points\.npy: .*0 labels for 240 points/,
    ],
    ['too few labels', withLabels('few-labels.npy'), /points\.npy: .*239 labels for 240 points/],
    ['labels that are not whole', withLabels('half-labels.npy'), /half-labels\.npy: .*whole/],
    ['labels that are NaN', withLabels('nan-labels.npy'), /nan-labels\.npy: .*(whole|NaN)/],
    [
      'a table of labels',
      withLabels('table-labels.npy'),
      /table-labels\.npy: .*must be a list of labels, but is 120 x 2/,
    ],
    ['labels of one class', withLabels('one-class.npy'), /points\.npy: .*at least two classes/],
    ['a .mat of one class', ['--data', 'one-class.mat'], /one-class\.mat: .*at least two classes/],
    ['--out that is a file', [...SOUND, '--out', 'taken'], /taken.*(it is a file|not a folder)/],
    ['--out below a file', [...SOUND, '--out', 'text.txt/x'], /text\.txt\/x: .*not a folder/],
  ])('%s', async (_, args, message) => {
    expectRefused(await tutorial(args), 1, message);
  });
});

describe('a bad option ends with exit code 2 and one line that names it and the rule', () => {
  const bits = /--bits must be a whole number from 1 to 4096, not/;
  const seed = 'a whole number from 0 to 4294967295, not';
  test.each<[string, RegExp]>([
    ['--bits 0', bits],
    ['--bits -8', bits],
    ['--bits 4097', bits],
    ['--bits 8.5', bits],
    ['--bits eight', bits],
    ['--bits 8,', bits],
    ['--bits 8,0', bits],
    ['--bits 0x10', bits],
    ['--bits NaN', bits],
    ['--bits 8,8', /--bits must be a list without repeats, not "8,8"/],
    ['--bits', /--bits <list>' argument missing/],
    ['--max-radius -1', /--max-radius must be a whole number from 0 to/],
    ['--max-radius 1.5', /--max-radius must be a whole number from 0 to/],
    ['--max-radius 17', /--max-radius must be a whole number from 0 to 16, not 17/],
    ['--bits 32,8 --max-radius 9', /--max-radius must be a whole number from 0 to 8, not 9/],
    ['--queries 0', /--queries must be a fraction .* or a whole number of rows, not "0"/],
    ['--queries -5', /--queries must be a fraction/],
    ['--queries 1.5', /--queries must be a fraction/],
    ['--queries Infinity', /--queries must be a fraction/],
    ['--queries 240', /--queries must leave at least one row, not take 240 of 240 rows/],
    ['--queries 0.999', /--queries must leave at least one row, not take 0\.999 \(240 of 240/],
    ['--queries 239', /--train must leave at least one row/],
    ['--train 0', /--train must be a fraction/],
    ['--train 1.01', /--train must be a fraction/],
    ['--train 0.9999', /--train must leave at least one row/],
    ['--queries 40 --train 200', /--train must leave at least one row, not take 200 of 200 rows/],
    [
      '--train 1',
      /--train must give a training set of two classes or more, but its 1 row is of one/,
    ],
    ['--alpha -0.1', /--alpha must be a number from 0 to 1, not "-0\.1"/],
    ['--alpha 1.1', /--alpha must be a number from 0 to 1/],
    ['--alpha NaN', /--alpha must be a number from 0 to 1/],
    ['--cost 0', /--cost must be a number above 0 /],
    ['--cost -1', /--cost must be a number above 0 /],
    ['--cost Infinity', /--cost must be a number above 0 /],
    ['--cost 1e30', /--cost must be a number above 0 \(from 1e-20 to 1e\+20\), not "1e30"/],
    ['--iterations -1', /--iterations must be a whole number from 0 to 1000, not "-1"/],
    ['--iterations 0.5', /--iterations must be a whole number/],
    ['--top 0', /--top must be a whole number of at least 1, not "0"/],
    ['--top 1.5', /--top must be a whole number/],
    ['--seed -1', new RegExp(`--seed must be ${seed} "-1"`)],
    ['--seed 4294967296', new RegExp(`--seed must be ${seed}`)],
    ['--seed 0.5', new RegExp(`--seed must be ${seed}`)],
    ['--split-seed -1', new RegExp(`--split-seed must be ${seed}`)],
    ['--split-seed 4294967296', new RegExp(`--split-seed must be ${seed}`)],
    ['--backend cuda', /--backend .*cuda.*auto, wasm-simd, wasm, typescript/],
    ['--learner perceptron', /--learner .*perceptron.*svm-dcd, svm-sgd/],
    ['--data=', /--data must be a path, not ""/],
    ['--labels=', /--labels must be a path, not ""/],
    ['--out=', /--out must be a path, not ""/],
    ['--colour', /unknown option '--colour'/],
    ['--json=yes', /unknown option '--json=yes'/],
    ['-b 8', /unknown option '-b'/],
    ['points.mat', /tutorial takes options alone, not "points\.mat": .* --data/],
  ])('%s', async (words, message) => {
    expectRefused(await tutorial([...SOUND, ...words.split(' ')]), 2, message);
  });

  test('--labels without --data', async () => {
    expectRefused(await tutorial(['--labels', 'labels.npy']), 2, /--labels needs --data/);
  });
});

test.each(['--queries 9800 --train 200', '--queries 10000', '--bits 8,16 --max-radius 9'])(
  'the bundled images with %s are refused in one line',
  async (words) => {
    expectRefused(await tutorial(words.split(' ')), 2, /--(train|queries|max-radius) must/);
  },
);

test('a name with a line end and terminal commands is printed in one harmless line', async () => {
  const outcome = await tutorial(data('no\nsuch\u001b[31mfile'));
  expectRefused(outcome, 1, /no such \[31mfile/);
});

test('HASHPLANE_DEBUG=1 adds the stack to the line', async () => {
  const options = { cwd: folder, env: { HASHPLANE_DEBUG: '1' } };
  const { stderr, code } = await hashplane(['tutorial', ...data('nowhere.npy')], options);
  expect(stderr).toMatch(/^hashplane: .*nowhere\.npy.*\nFileError: .*\n {4}at /);
  expect(code).toBe(1);
});
