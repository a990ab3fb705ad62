// What a build writes: each output replaces the old one in one step, so that a program which runs
// meanwhile never finds a file missing; stale outputs go at the end.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Files written so far, from the root of the project. */
export const outputs = new Set();

export function emit(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  // Like any script that starts with `#!`, the command may be run by its name.
  writeFileSync(draft, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 });
  renameSync(draft, file);
  outputs.add(slashed(file));
}

/** Writes what esbuild made, as it is. */
export function emitBundle({ outputFiles }) {
  for (const { path, text } of outputFiles) emit(relative('.', path), text);
}

/** Removes what an earlier build wrote and this one did not. */
export function removeStale() {
  const loose = readdirSync('build').filter((name) => /\.(c?js|tmp)$/.test(name));
  const kept = ['chunks', 'report', 'types', 'wasm'].filter((name) => existsSync(`build/${name}`));
  const nested = kept.flatMap((name) =>
    readdirSync(`build/${name}`, { recursive: true }).map((file) => join(name, file)),
  );
  for (const name of [...loose, ...nested]) {
    const file = join('build', name);
    if (!outputs.has(slashed(file)) && statSync(file).isFile()) rmSync(file);
  }
}

function slashed(path) {
  return path.replaceAll('\\', '/');
}
