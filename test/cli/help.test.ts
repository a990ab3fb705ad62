import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLI, expectRefused, hashplane, type Outcome, scratchFolder } from './program.ts';

const folder = scratchFolder();
const manifest = resolve(import.meta.dirname, '../../package.json');

/** What a run that succeeded printed. */
function printed(outcome: Outcome): string {
  expect(outcome).toMatchObject({ code: 0, signal: null, stderr: '' });
  return outcome.stdout;
}

describe('help', () => {
  test.each([[[]], [['help']], [['--help']], [['-h']], [['help', '--help']]])(
    'of the program is what %j prints, with an example',
    async (args) => {
      const text = printed(await hashplane(args, { cwd: folder }));
      expect(text).toMatch(/^Usage: hashplane /);
      expect(text).toMatch(
        /^An index:\n {2}index [\s\S]*^Codes and learning:\n {2}train [\s\S]*^How it works:\n {2}explain [\s\S]*^Measuring:\n {2}evaluate /m,
      );
      expect(text).toMatch(/^Examples:\n {2}\$ hashplane tutorial/m);
    },
  );

  test.each([[['help', 'tutorial']], [['tutorial', '--help']], [['tutorial', '-h']]])(
    'of a command is what %j prints, with examples',
    async (args) => {
      const text = printed(await hashplane(args, { cwd: folder }));
      expect(text).toMatch(/^Usage: hashplane tutorial \[options\]/);
      expect(text).toMatch(/^Examples:(\n {2}\$ hashplane tutorial.*){3}/m);
    },
  );

  test('lists every option of the tutorial with its default', async () => {
    const text = printed(await hashplane(['help', 'tutorial'])).replaceAll(/\s+/g, ' ');
    const defaults: Record<string, string | null> = {
      '--data <file>': null,
      '--labels <file>': null,
      '--bits <list>': '(default: 16)',
      '--seed <n>': '(default: 0)',
      '--split-seed <n>': '(default: 42)',
      '--queries <f>': '(default: 0.002, or 200 bundled images)',
      '--train <f>': '(default: 0.02, or 1200 bundled images)',
      '--max-radius <r>': '(default: 10, or the bits if fewer)',
      '--top <k>': '(default: 10)',
      '--iterations <n>': '(default: 1)',
      '--alpha <a>': '(default: 1)',
      '--cost <c>': '(default: 1)',
      '--learner <name>': 'default: "svm-dcd")',
      '--backend <name>': '"auto", "wasm-simd", "wasm", "typescript", default: "auto")',
      '--out <dir>': null,
      '--json': null,
    };
    // Cut before every option: what is left of each is its own text.
    const parts = text.split(/ (?=(?:-h, )?--[a-z-]+ (?:<\w+> )?[a-zA-Z])/);
    for (const [flags, shown] of Object.entries(defaults)) {
      const part = parts.find((one) => one.startsWith(`${flags} `));
      expect(part, flags).toBeDefined();
      if (shown === null) expect(part).not.toContain('default');
      else expect(part).toContain(shown);
    }
  });

  test('of every command there is has examples and fits 80 columns', async () => {
    const general = printed(await hashplane(['help']));
    const listed = [...general.split('Options:')[1].matchAll(/^ {2}([a-z]+) /gm)];
    const commands = listed.map(([, name]) => name).filter((name) => name !== 'help');
    expect(commands).toContain('tutorial');
    for (const command of commands) {
      const text = printed(await hashplane(['help', command]));
      expect(text).toMatch(new RegExp(`^Usage: hashplane ${command} `));
      expect(text).toMatch(new RegExp(`^Examples:\\n {2}\\$ hashplane ${command}`, 'm'));
      expect(`${general}${text}`.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });
});

describe('help of the commands on codes in a database', () => {
  test('has examples and fits 80 columns', async () => {
    const general = printed(await hashplane(['help', 'sql']));
    const listed = [...general.split('Commands:')[1].matchAll(/^ {2}([a-z]+) /gm)];
    const commands = listed.map(([, name]) => name).filter((name) => name !== 'help');
    expect(commands.slice(0, 5)).toEqual(['load', 'search', 'stats', 'move', 'drop']);
    for (const command of commands) {
      const text = printed(await hashplane(['sql', command, '--help']));
      expect(text).toMatch(new RegExp(`^Usage: hashplane sql ${command} `));
      expect(text).toMatch(new RegExp(`^Examples:\\n {2}\\$ hashplane sql ${command}`, 'm'));
      expect(`${general}${text}`.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });
});

test.each(['--version', '-V'])('%s prints the version alone', async (flag) => {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  expect(printed(await hashplane([flag], { cwd: folder }))).toBe(`${version}\n`);
});

describe('a slip of the fingers is refused in one line with a hint', () => {
  test.each<[string, RegExp]>([
    ['tutoral', /unknown command 'tutoral' \(Did you mean tutorial\?\)/],
    ['help tutoral', /unknown command 'tutoral' \(Did you mean tutorial\?\)/],
    ['tutoral --help', /unknown command 'tutoral' \(Did you mean tutorial\?\)/],
    ['cook', /unknown command 'cook': see hashplane help/],
    ['help cook', /unknown command 'cook': see hashplane help/],
    ['--versoin', /unknown option '--versoin' \(Did you mean --version\?\)/],
    ['--bits 8', /unknown option '--bits': see hashplane help/],
    ['tutorial --bit 8', /unknown option '--bit' \(Did you mean --bits\?\)/],
    ['tutorial --max-radios 8', /unknown option '--max-radios' \(Did you mean --max-radius\?\)/],
    ['search x.index --query q.npy', /unknown option '--query' \(Did you mean --queries\?\)/],
    ['train x.npy --ouf m.safetensors', /unknown option '--ouf' \(Did you mean --out\?\)/],
    ['data gett', /unknown command 'data gett': see hashplane help data/],
    ['tutorial --jsn', /unknown option '--jsn' \(Did you mean --json\?\)/],
  ])('%s', async (words, message) => {
    expectRefused(await hashplane(words.split(' '), { cwd: folder }), 2, message);
  });
});

test('the program starts with commander and little else', () => {
  const reached = new Set([CLI]);
  for (const file of reached) {
    const text = readFileSync(file, 'utf8');
    // Static imports; what `import()` names is loaded later.
    for (const [, path] of text.matchAll(/^(?:import|export)[^;'"]*['"](\.[^'"]+)['"]/gm)) {
      reached.add(resolve(dirname(file), path));
    }
  }
  const text = [...reached].map((file) => readFileSync(file, 'utf8')).join('\n');
  // AGFzb is the start of a WebAssembly module in base64. Found marks are shown, not the text.
  const heavy = [
    'AGFzb',
    'WebAssembly.',
    'function readNpy',
    'function inflate',
    'class RandomState',
  ];
  expect(heavy.filter((mark) => text.includes(mark))).toEqual([]);
  expect(text.length).toBeLessThan(235_000);
});
