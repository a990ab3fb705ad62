import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { npyHeader } from '../../src/data/numpy/npy.ts';
import { blocksOf, ROOT } from '../support/markdown.ts';
import { gaussianClasses } from '../support/points.ts';
import { canImport, python } from './python.ts';

// The examples of docs/INTEROP.md, taken from the page: commands, then Python on what they wrote.

const blocks = blocksOf('docs/INTEROP.md');

/** The script with this name, and the output that the page shows for it. */
function script(file: string): { text: string; output: string } {
  const at = blocks.findIndex((block) => block.file === file);
  const next = blocks[at + 1];
  const isOutput = next?.language === '' && !next.startsSection;
  return { text: blocks[at].text, output: isOutput ? next.text : '' };
}

let folder: string;

function hashplane(line: string): string {
  const args = line.trim().split(/\s+/);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, 'build/cli.js'), ...args],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  );
  expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' });
  return stdout;
}

function save(name: string, descr: string, shape: number[], values: Float32Array | Int32Array) {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  writeFileSync(join(folder, name), Buffer.concat([npyHeader(descr, shape), bytes]));
}

/** What the commands on the page print that begin so. */
function searches(pattern: RegExp): string[] {
  const lines = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split('\n'));
  return lines
    .filter((line) => pattern.test(line))
    .map((line) => hashplane(line.replace(/^npx hashplane /, '')));
}

/** The rows of a table of neighbours, one blank between fields, without the time. */
function neighboursIn(printed: string): string {
  return printed.split('\n\n')[0].replace(/ +/g, ' ');
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hashplane-interop-'));
  const settings = { rows: 1000, classes: 10, dimensions: 64, distance: 4, seed: 8 };
  const { points, labels } = gaussianClasses(settings);
  save('vectors.npy', '<f4', [1000, 64], points.data);
  save('labels.npy', '<i4', [1000], labels);
  const commands = blocks.find(({ language }) => language === 'sh')!.text;
  const lines = commands.trim().split('\n');
  expect(lines).toHaveLength(3);
  for (const line of lines) hashplane(line.replace(/^npx hashplane /, ''));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('training prints what the page of the command line shows, but for the time', () => {
  const printed = hashplane(
    'train vectors.npy --labels labels.npy --method grh --bits 32 --out model.safetensors',
  );
  const shown = blocksOf('docs/use/getting-started-cli.md').find(({ text }) => /^grh: /.test(text));
  const timeless = (text: string) => text.replace(/^time .*$/m, 'time');
  expect(timeless(shown?.text ?? '')).toBe(timeless(printed));
});

const numpy = canImport(['numpy'], 'docs/INTEROP.md in Python');
const faiss = numpy && canImport(['faiss'], 'docs/INTEROP.md with faiss');

describe('Python', () => {
  test.skipIf(!numpy)('reads the model and the codes, and encodes to the same', () => {
    const { text, output } = script('interop.py');
    expect(output.match(/True/g)).toHaveLength(3);
    expect(python(text, folder)).toBe(output);
  });

  test.skipIf(!numpy)('reads every model that was ever released, and makes its codes', () => {
    const definitions = script('interop.py').text.split('\ntensors, metadata = ')[0];
    const models = join(ROOT, 'test/fixtures/models');
    const check = [
      'import glob, os, sys',
      `for path in sorted(glob.glob(${JSON.stringify(`${models}/*.json`)})):`,
      '    expected = json.load(open(path, encoding="utf-8"))',
      '    for name, model in expected["models"].items():',
      `        tensors, metadata = read_safetensors(os.path.join(os.path.dirname(path), name))`,
      '        bits = encode(tensors, metadata, np.array(expected["vectors"]))',
      '        codes = np.packbits(bits, axis=1, bitorder="little").tobytes().hex()',
      '        print(name, codes == model["codes"])',
    ];
    const printed = python([definitions, ...check].join('\n'), folder);
    const lines = printed.trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(5);
    expect(lines.filter((line) => !line.endsWith(' True'))).toEqual([]);
  });

  test.skipIf(!numpy)('writes a model with which encode makes the codes of numpy', () => {
    python(script('own-model.py').text, folder);
    hashplane('encode vectors.npy --model mine.safetensors --out again.npy');
    const [mine, again] = ['mine.npy', 'again.npy'].map((name) => readFileSync(join(folder, name)));
    expect(again.equals(mine)).toBe(true);
  });

  test.skipIf(!numpy)('has codes in the order of bits of Milvus', () => {
    const { text, output } = script('milvus.py');
    expect(python(text, folder)).toBe(output);
  });

  test.skipIf(!numpy)('packs codes as sentence-transformers does, which search reads', () => {
    python(script('quantise.py').text, folder);
    const [ubinary, binary] = searches(/search --codes u?binary/).map(neighboursIn);
    expect(ubinary).toContain('999 1 999 0');
    expect(binary).toBe(ubinary);
  });

  test.skipIf(!faiss)('writes a faiss index, which search reads', () => {
    python(script('write.py').text, folder);
    const [printed] = searches(/search --codes codes.faiss/);
    expect(neighboursIn(printed)).toMatch(/^\d+ 1 \d+ 0$/m);
    expect(printed).toContain('1,000 codes');
  });

  test.skipIf(!faiss)('searches the codes with faiss', () => {
    const { text, output } = script('search.py');
    expect(output).toContain('True');
    expect(python(text, folder)).toBe(output);
  });
});
