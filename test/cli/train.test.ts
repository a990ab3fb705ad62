import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { toMatrix } from '../../src/data/arrays/numeric.ts';
import { readNpy } from '../../src/data/numpy/npy.ts';
import { tuneGraphRegularisedHashing } from '../../src/evaluation/tuning/tune-grh.ts';
import { createKernelsSync } from '../../src/kernels/create.ts';
import { svmDualCoordinateDescent } from '../../src/learners/svm-dcd.ts';
import { describeHasher } from '../../src/models/describe-hasher.ts';
import { loadHasher } from '../../src/models/fitted-hasher.ts';
import { GraphRegularisedHashing } from '../../src/models/graph-regularised-hashing.ts';
import { RandomHyperplanes } from '../../src/models/random-hyperplanes.ts';
import { RandomRotations } from '../../src/models/random-rotations.ts';
import { landmarkStream } from '../../src/models/streaming/landmark-stream.ts';
import { resumeStream } from '../../src/models/streaming/resume-stream.ts';
import { npy } from '../support/make-files.ts';
import { labels, writeDatasets } from './datasets.ts';
import { expectRefused, hashplane, jsonOf, scratchFolder } from './program.ts';

const folder = scratchFolder();
writeDatasets(folder);
mkdirSync(join(folder, 'some-folder'));
writeFileSync(
  join(folder, 'one-class.npy'),
  npy(
    labels.map(() => 4),
    [labels.length],
  ),
);

const run = (line: string) => hashplane(line.split(' '), { cwd: folder });
const bytes = (name: string) => readFileSync(join(folder, name));
const kernels = createKernelsSync({ backend: 'typescript' });
const points = toMatrix(readNpy(bytes('points.npy')), 'points');
const GRH = 'train points.npy --labels labels.npy --method grh';

describe('hashplane train', () => {
  test('lsh saves what RandomHyperplanes does, and says so in a table', async () => {
    const { code, stdout, stderr } = await run('train points.npy --bits 24 --seed 7 --out new/lsh');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^lsh: random hyperplanes\n\n/);
    expect(stdout).toMatch(/^trained on +240 rows of points\.npy$/m);
    expect(stdout).toMatch(/^dimensions +16\nbits +24\nseed +7\n/m);
    expect(stdout).toMatch(/^preparation +L2 norm, mean subtracted$/m);
    expect(stdout).toMatch(/\nWrote new\/lsh \(\d+ kB\)\n$/);
    const hasher = new RandomHyperplanes({ kernels, bits: 24, seed: 7 }).fitSync(points);
    expect(bytes('new/lsh').equals(hasher.save())).toBe(true);
    expect(readdirSync(join(folder, 'new'))).toEqual(['lsh']);
  });

  test('rotation saves what RandomRotations does, and encode takes it', async () => {
    const { code, stdout } = await run('train points.npy --method rotation --bits 70 --out turned');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^rotation: random rotation\n\n/);
    const hasher = new RandomRotations({ kernels, bits: 70 }).fitSync(points);
    expect(bytes('turned').equals(hasher.save())).toBe(true);
    await run('encode points.npy --model turned --out by-file.npy');
    await run('encode points.npy --model rotation --bits 70 --out by-name.npy');
    const codes = readNpy(bytes('by-file.npy')).values as Uint8Array;
    expect([...codes]).toEqual([...hasher.encode(points).toBytes()]);
    expect(bytes('by-name.npy').equals(bytes('by-file.npy'))).toBe(true);
  });

  test('grh saves what GraphRegularisedHashing does, on any number of threads', async () => {
    const settings = '--bits 12 --iterations 2 --alpha 0.9 --cost 0.5 --seed 3';
    const { code, stdout, stderr } = await run(`${GRH} ${settings} --out one`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^grh: graph regularised hashing\n/);
    expect(stdout).toMatch(/^classes +3\nalpha +0\.9\nlearner +svm-dcd, C = 0\.5\n/m);
    expect(stdout).toMatch(/^iteration 1 +\d+\.\d% of the bits flipped.*\niteration 2 +\d/m);
    await run(`${GRH} ${settings} --threads 3 --backend typescript --out three`);
    const learner = svmDualCoordinateDescent({ cost: 0.5, seed: 3 });
    const options = { kernels, bits: 12, iterations: 2, alpha: 0.9, seed: 3, learner };
    const hasher = new GraphRegularisedHashing(options);
    await hasher.fit(points, Int32Array.from(labels));
    expect(bytes('one').equals(hasher.save())).toBe(true);
    expect(bytes('three').equals(bytes('one'))).toBe(true);
    expect(stdout).not.toContain('not converged');
  });

  test('grh says in one line where SVMs stopped short of their tolerance', async () => {
    const line = `${GRH} --bits 8 --cost 1e9 --learner svm-dcd --out short`;
    const { code, stdout, stderr } = await run(line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const said =
      /^not converged +iteration 1: (\d) of \d bits missed their tolerance.*; worst is bit \d with a duality gap of .*% \(5% asked for\), violation .*, tolerance .*$/m;
    expect(stdout).toMatch(said);
    const { training } = describeHasher(bytes('short'));
    const [{ missed }] = training.iterations as [{ missed: unknown[] }];
    expect(missed).toHaveLength(Number(said.exec(stdout)?.[1]));
  });

  test('--tune chooses alpha, iterations and C by validation, and says which', async () => {
    const { code, stdout, stderr } = await run(`${GRH} --bits 8 --tune --out tuned`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^tried alpha [\d.]+, iterations \d, C [\d.]+ +mAP 0\.\d{4}$/m);
    const tuned = await tuneGraphRegularisedHashing(kernels, points, Int32Array.from(labels), {
      bits: 8,
    });
    const { iterations, alpha, cost } = tuned.best;
    expect(describeHasher(bytes('tuned')).settings).toMatchObject({
      iterations,
      alpha,
      learner: { cost },
    });
  });

  test.each([
    ['pca', ''],
    ['itq', ''],
    ['itq-cca', '--labels labels.npy '],
    ['sklsh', ''],
  ])('%s saves a hasher that makes codes', async (method, extra) => {
    const line = `train points.npy --method ${method} ${extra}--bits 10 --out ${method}`;
    const { code, stdout, stderr } = await run(line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^${method}: .*\\n\\ntrained on +240 rows of points\\.npy`));
    const hasher = loadHasher(kernels, bytes(method));
    expect(hasher.description.method).toBe(method);
    const codes = hasher.encode(points);
    const distinct = new Set(Array.from({ length: 240 }, (_, i) => codes.bucketIndex(i)));
    // itq-cca has no more directions than classes.
    expect(distinct.size).toBeGreaterThan(method === 'itq-cca' ? 3 : 30);
  });

  test('methods of evaluate save hashers that make codes, the same on any number of threads', async () => {
    const line = 'train points.npy --labels labels.npy --bits 10';
    const { code, stdout, stderr } = await run(`${line} --method grh-rbf-cca --out rbf`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^grh-rbf-cca: GRH rbf, ITQ\+CCA init\n\ntrained on +240 rows/);
    expect(stdout).toMatch(/^classes +3\nalpha +1\niterations +1\nridge +0\.1\n/m);
    expect(describeHasher(bytes('rbf'))).toMatchObject({ bits: 10, featureMap: { kind: 'rbf' } });
    await run(`${line} --method grh-linear --out linear`);
    await run(`${line} --method grh-linear --threads 2 --backend typescript --out threads`);
    expect(bytes('threads').equals(bytes('linear'))).toBe(true);
    const tuned = await run(`${line} --method grh-linear --tune 0.01 --out linear-tuned`);
    expect(tuned.stdout).toMatch(/^choosing settings +\d+\.\d s, ended by its time/m);
  });

  test('--unlabelled rows are learned from by the methods that can', async () => {
    const line = 'train points.npy --labels labels.npy --method grh-best --bits 8';
    const { code, stdout, stderr } = await run(`${line} --unlabelled points.npy --out best`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^without labels +240 rows beside them$/m);
    expect(describeHasher(bytes('best')).training).toMatchObject({ points: 240, unlabelled: 240 });
  });

  test('--append goes on with a model of grh-stream as if all had been one stream', async () => {
    writeFileSync(join(folder, 'half.npy'), npy([...points.data.subarray(0, 120 * 16)], [120, 16]));
    writeFileSync(join(folder, 'half-labels.npy'), npy(labels.slice(0, 120), [120]));
    writeFileSync(join(folder, 'rest.npy'), npy([...points.data.subarray(120 * 16)], [120, 16]));
    writeFileSync(join(folder, 'rest-labels.npy'), npy(labels.slice(120), [120]));
    const made = await run(
      'train half.npy --labels half-labels.npy --method grh-stream --bits 12 --out stream',
    );
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const before = bytes('stream');
    const { code, stdout } = await run(
      'train rest.npy --labels rest-labels.npy --append stream --out longer',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^seen +240 points in all$/m);
    // What is told of codes is told against the model that was there, which has none at first.
    expect(made.stdout).not.toMatch(/changed/);
    const old = loadHasher(kernels, before).encode(points.slice(120, 240));
    const fresh = loadHasher(kernels, bytes('longer')).encode(points.slice(120, 240));
    const differing = Array.from({ length: 120 }, (_, row) => row).filter(
      (row) => old.code(row).join() !== fresh.code(row).join(),
    );
    const share = `${((100 * differing.length) / 120).toFixed(1)}% of these rows`;
    expect(differing.length).toBeGreaterThan(0);
    expect(stdout).toMatch(
      new RegExp(`^codes changed +${share}, .* against the model before`, 'm'),
    );
    expect(bytes('stream')).toEqual(before);
    const hasher = new GraphRegularisedHashing({ kernels, bits: 12, stream: landmarkStream() });
    for (const [from, to] of [
      [0, 120],
      [120, 240],
    ]) {
      await hasher.partialFit(points.slice(from, to), labels.slice(from, to));
      hasher.catchUp();
    }
    const loaded = loadHasher(kernels, bytes('longer'));
    expect(loaded.encode(points)).toEqual(hasher.encode(points));
    // One class alone is new labels, too.
    writeFileSync(join(folder, 'one.npy'), npy([...points.data.subarray(0, 32)], [2, 16]));
    writeFileSync(join(folder, 'one-labels.npy'), npy([77, 77], [2]));
    expect(await run('train one.npy --labels one-labels.npy --append stream')).toMatchObject({
      code: 0,
    });
    expect(resumeStream(kernels, bytes('stream')).frozen().description.training).toMatchObject({
      points: 122,
    });
  });

  test('--append leaves a model that cannot go on as it is', async () => {
    await run(`${GRH} --bits 8 --out whole`);
    const before = bytes('whole');
    const line = 'train points.npy --labels labels.npy --append whole';
    expectRefused(await run(line), 1, /whole: a hasher of the method grh was trained in one go/);
    expect(bytes('whole').equals(before)).toBe(true);
  });

  test('reads points with labels of one file', async () => {
    await run(`${GRH} --bits 8 --out from-npy`);
    await run('train points.mat --method grh --bits 8 --out from-mat');
    expect(bytes('from-mat').equals(bytes('from-npy'))).toBe(true);
  });

  test('--json prints one object: the file, the time and the hasher', async () => {
    const printed = jsonOf(await run(`${GRH} --bits 8 --learner svm-sgd --json --out j`)) as object;
    expect(printed).toMatchObject({
      out: 'j',
      data: 'points.npy',
      backend: expect.stringMatching(/^(wasm-simd|wasm|typescript)$/),
      seconds: expect.any(Number),
      bytes: bytes('j').length,
      hasher: { method: 'grh', bits: 8, settings: { learner: { name: 'svm-sgd' } } },
    });
    expect(printed).toHaveProperty('hasher', describeHasher(bytes('j')));
  });

  test('--no-normalise and --no-centre are kept', async () => {
    await run('train points.npy --no-normalise --no-centre --out raw');
    expect(describeHasher(bytes('raw'))).toMatchObject({ normalise: false, centre: false });
  });

  test('is shown by hashplane info', async () => {
    await run(`${GRH} --bits 8 --out model.safetensors`);
    const { stdout } = await run('info model.safetensors');
    expect(stdout).toMatch(/^model\.safetensors: hashplane-hasher\n/);
    expect(stdout).toMatch(/^hyperplanes +8 x 16 +float32 /m);
    expect(stdout).toMatch(/^method +grh$/m);
    expect(jsonOf(await run('info model.safetensors --json'))).toMatchObject({
      format: 'hashplane-hasher',
      details: { version: 1, method: 'grh', bits: 8, dimensions: 16, training: { points: 240 } },
      arrays: [{ name: 'hyperplanes', shape: [8, 16] }, { name: 'mean' }],
    });
  });
});

describe('hashplane train refuses in one line', () => {
  const present = readdirSync(folder);
  test.each<[string, number, RegExp]>([
    ['train --out x', 2, /missing required argument 'data'/],
    ['train points.npy', 2, /required option '--out <file>' not specified/],
    ['train points.npy --method itc --out x', 2, /--method .*itc.*lsh, rotation, grh, pca, itq/],
    ['train points.npy --bits 0 --out x', 2, /--bits must be a whole number from 1 to 4096/],
    ['train points.npy --alpha 0.5 --out x', 2, /--alpha means nothing to --method lsh/],
    ['train points.npy --labels labels.npy --out x', 2, /--labels means nothing to --method lsh/],
    ['train points.npy --threads 0 --out x', 2, /--threads must be a whole number from 1 to 256/],
    [`${GRH} --tune --alpha 1 --out x`, 2, /--tune chooses --alpha: give one of the two/],
    ['train points.npy --tune --out x', 2, /--tune means nothing to --method lsh/],
    [`${GRH} --alpha 2 --out x`, 2, /--alpha must be a number from 0 to 1/],
    [`${GRH} --learner none --out x`, 2, /--learner .*none.*svm-dcd, svm-sgd/],
    ['train nowhere.npy --out x', 1, /nowhere\.npy: no such file/],
    ['train some-folder --out x', 1, /some-folder has no pictures/],
    ['train points.npy --out some-folder', 1, /some-folder: it is a folder/],
    ['train points.npy --out /dev/null', 1, /\/dev\/null: it is no file but a device or a pipe/],
    ['train points.npy --method grh --out x', 1, /points\.npy: there are no labels/],
    [
      'train points.npy --labels one-class.npy --method grh --out x',
      1,
      /points\.npy: labels must name at least two classes, but every label is 4/,
    ],
    [`${GRH} --unlabelled points.npy --out x`, 2, /--unlabelled means nothing to --method grh/],
    [
      'train points.npy --labels labels.npy --method grh-best --unlabelled labels.npy --out x',
      1,
      /labels\.npy: the array/,
    ],
    ['train points.npy --method grh-rbf --alpha 1 --out x', 2, /--alpha means nothing to/],
    ['train points.npy --labels labels.npy --append points.npy', 1, /points\.npy: no hasher/],
    ['train points.npy --append nowhere', 1, /nowhere: no such file/],
    ['train points.npy --append x --bits 8', 2, /--append goes on .*: leave out --bits/],
    ['train points.npy --append x --no-labels', 2, /--append needs labels/],
    ['train labels.npy --out x', 1, /labels\.npy: the array has 1 dimensions/],
  ])('%s', async (line, code, message) => {
    expectRefused(await run(line), code, message);
    expect(readdirSync(folder)).not.toContain('x');
    expect(present).not.toContain('x');
  });
});
