// Formats the AssemblyScript kernels by Biome, with the settings of everything else: `npm run format`;
// without --write it names the files that are not formatted and fails.
//
// Biome takes AssemblyScript for TypeScript, which has no decorators on functions. Each stands on a
// line of its own (`@inline`), so it is a comment while Biome is at work.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MARK = '//decorator@';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const files = readdirSync('assembly', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join('assembly', name));
const formatted = format(files);
const changed = files.filter((file) => readFileSync(file, 'utf8') !== formatted.get(file));
if (process.argv.includes('--write')) {
  for (const file of changed) writeFileSync(file, formatted.get(file));
} else if (changed.length > 0) {
  process.stderr.write(`not formatted: ${changed.join(', ')}: use npm run format\n`);
  process.exitCode = 1;
}

/** The files' formatted contents, made of copies. */
function format(paths) {
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-assembly-'));
  try {
    const { formatter, javascript } = JSON.parse(readFileSync('biome.json', 'utf8'));
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ formatter, javascript }));
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      const source = readFileSync(path, 'utf8').replace(/^@(?=\w+$)/gm, MARK);
      writeFileSync(join(folder, path), source);
    }
    runBiome(folder);
    return new Map(
      paths.map((path) => [path, readFileSync(join(folder, path), 'utf8').replaceAll(MARK, '@')]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runBiome(folder) {
  const biome = 'node_modules/@biomejs/biome/bin/biome';
  const { status, stderr, error } = spawnSync(
    process.execPath,
    [biome, 'format', '--write', '--config-path', folder, folder],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`Biome failed: ${error?.message ?? stderr}`);
}
