import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeDatasets } from './datasets.ts';
import { CLI, has, scratchFolder, shell } from './program.ts';

const folder = scratchFolder();
const { npy: FILES } = writeDatasets(folder);
const TUTORIAL = `$HASHPLANE tutorial ${FILES.join(' ')} --queries 40 --train 60`;
const ESCAPE = '\u001b';
const BAR = /[█░]{20} \d+%/;

describe.skipIf(process.platform === 'win32')('a pipe', () => {
  test.each([
    ['to head', `${TUTORIAL} | head -1`],
    ['to head, --json', `${TUTORIAL} --json | head -c 1`],
    ['to a reader that is gone', `${TUTORIAL} | true`],
    ['to a reader of help that is gone', '$HASHPLANE tutorial --help | true'],
  ])('%s ends without a word and with exit code 0', (_, line) => {
    const [program, reader] = line.split(' | ');
    const { stderr } = shell(`{ ${program}; echo "exit code $?" >&2; } | ${reader}`, folder);
    expect(stderr).toBe('exit code 0\n');
  });

  test('of errors to a reader that is gone keeps the exit code', () => {
    const line = '{ $HASHPLANE tutorial --data nowhere 2>&1; echo "$?" > code; } | true';
    expect(shell(line, folder)).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(folder, 'code'), 'utf8')).toBe('1\n');
  });

  test.skipIf(process.platform !== 'linux').each(['tutorial --json', '--help', '--version'])(
    'to a full disk ends with exit code 1 and one line, %s',
    (words) => {
      const line = words.startsWith('tutorial') ? `${TUTORIAL} --json` : `$HASHPLANE ${words}`;
      const { code, stderr } = shell(`${line} > /dev/full`, folder);
      expect(stderr).toBe("hashplane: can't write the output: no space left on the device\n");
      expect(code).toBe(1);
    },
  );

  test('as input changes nothing: --data reads it as a file', () => {
    const line = `cat points.npy | ${TUTORIAL.replace('points.npy', '/dev/stdin')} --json`;
    const { code, stdout } = shell(line, folder);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dataset: { name: 'stdin', rows: 240 } });
  });

  test('gets no progress', () => {
    expect(shell(`${TUTORIAL} 2>&1`, folder).stdout).not.toMatch(BAR);
  });
});

describe('a terminal', () => {
  /** Runs a line in a terminal of its own and returns what that shows. */
  function terminal(line: string): string {
    const { stdout, code } = shell(`script -qec '${line}' /dev/null < /dev/null`, folder);
    expect(code).toBe(0);
    return stdout.replaceAll('\r\n', '\n');
  }

  const isMissing = !has('script');
  if (isMissing)
    process.stderr.write("skipped: progress on a terminal needs util-linux's script\n");

  test.skipIf(isMissing)('shows progress on stderr, and wipes it away at the end', () => {
    const shown = terminal(`${TUTORIAL} --json > printed.json`);
    expect(shown).toMatch(BAR);
    expect(shown).toMatch(/% {2}(LSH|GRH \((tutorial|paper)\)), 16 bits: \w+/);
    expect(shown.endsWith(`\r${ESCAPE}[K`)).toBe(true);
    expect(shown).not.toContain('\n');
    expect(JSON.parse(readFileSync(join(folder, 'printed.json'), 'utf8'))).toHaveProperty('exact');
  });

  test.skipIf(isMissing)('shows progress that only rises', () => {
    const shown = terminal(`${TUTORIAL} --bits 16,128,512 --json > printed.json`);
    const shares = [...shown.matchAll(/ (\d+)% /g)].map(([, share]) => Number(share));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });

  test.skipIf(isMissing)('shows no progress where stderr is a file', () => {
    const shown = terminal(`${TUTORIAL} 2> errors.txt`);
    expect(shown).not.toMatch(BAR);
    expect(shown).not.toContain(`${ESCAPE}[K`);
    expect(readFileSync(join(folder, 'errors.txt'), 'utf8')).toBe('');
  });

  test.skipIf(isMissing)('shows colours, but not with NO_COLOR or TERM=dumb', () => {
    const bold = `${ESCAPE}[1m`;
    expect(terminal(`${TUTORIAL} 2> errors.txt`)).toContain(bold);
    expect(terminal(`NO_COLOR=1 ${TUTORIAL} 2> errors.txt`)).not.toContain(ESCAPE);
    expect(terminal(`TERM=dumb ${TUTORIAL} 2> errors.txt`)).not.toContain(ESCAPE);
  });

  test.skipIf(isMissing).each([
    ['tutorial', TUTORIAL],
    [
      'evaluate',
      '$HASHPLANE evaluate points.npy --labels labels.npy --supervision 60 --bits 8 --queries-per-class 5 --methods lsh --partitions 1 --no-tune --threads 1',
    ],
    ['train', '$HASHPLANE train points.npy --out warned.safetensors'],
    ['encode', '$HASHPLANE encode points.npy --out warned.npy'],
    ['index', '$HASHPLANE index points.npy --out warned.index'],
    ['search', '$HASHPLANE search points.index --queries points.npy'],
    ['buckets', '$HASHPLANE buckets points.index'],
  ])('shows the warning of a slow backend below no remains of the progress: %s', (_, line) => {
    shell('$HASHPLANE index points.npy --codes hamming --out points.index', folder);
    const slow = `"${process.execPath}" --no-expose-wasm "${CLI}"`;
    const shown = terminal(`${line.replace('$HASHPLANE', slow)} > printed.txt`);
    const warnings = shown.match(/hashplane runs without WebAssembly.*\n/g) ?? [];
    expect(warnings).toHaveLength(1);
    expect(shown).toContain(`\r${ESCAPE}[K${warnings[0]}`);
  });

  test.skipIf(isMissing)('shows an error below no remains of the progress', () => {
    const line = `! ${TUTORIAL.replace('labels.npy', 'points.npy')}`;
    const [last] = terminal(line).split(`\r${ESCAPE}[K`).slice(-1);
    expect(last).toMatch(/^hashplane: points\.npy: [^\n]+\n$/);
  });
});
