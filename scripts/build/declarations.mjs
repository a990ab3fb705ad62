// The type declarations that the doors reach.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { DOORS } from './doors.mjs';
import { emit } from './outputs.mjs';
import { runNode } from './run-node.mjs';

/** Declares all sources in a scratch folder, and passes on what the doors and the workers reach. */
export function declareTypes() {
  const scratch = `build/.types-${process.pid}`;
  try {
    runNode('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', scratch);
    const workers = ['src/workers/worker.ts', 'src/workers/index-worker/worker.ts'];
    const entries = [...Object.values(DOORS), ...workers];
    const reached = new Set(entries.map((file) => declarationOf(relative('src', file))));
    for (const file of reached) {
      const { text, imports } = publishable(readFileSync(join(scratch, file), 'utf8'));
      for (const path of imports) {
        reached.add(declarationOf(relative(scratch, resolve(scratch, dirname(file), path))));
      }
      emit(join('build/types', file), text);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** A declaration file that names other files as what they are compiled to, and those files. */
function publishable(text) {
  const isRelative = ({ fileName }) => fileName.startsWith('.');
  const links = ts.preProcessFile(text).importedFiles.filter(isRelative);
  // From the end, so that places before stay where they are.
  const edited = links
    .toSorted((a, b) => b.pos - a.pos)
    .reduce((done, { pos, fileName }) => {
      // `pos` is that of the quote before the name.
      const end = pos + 1 + fileName.length;
      return `${done.slice(0, end - '.ts'.length)}.js${done.slice(end)}`;
    }, text);
  return { text: edited, imports: links.map(({ fileName }) => fileName) };
}

function declarationOf(source) {
  return source.replace(/\.ts$/, '.d.ts');
}
