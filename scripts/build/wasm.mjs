// Compiles the AssemblyScript kernels, as assembly/modules.json lists them: `node
// scripts/build/wasm.mjs`, or with `debug` after it. Beside each module it writes the declarations of
// its exports.
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { declarationFile, MODULES, moduleFile } from './modules.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
mkdirSync('build/wasm', { recursive: true });
const wanted = process.argv.slice(2);
for (const module of MODULES) {
  for (const target of wanted.length > 0 ? wanted : module.targets) await compile(module, target);
}

async function compile({ name, shrinkLevel }, target) {
  const file = moduleFile(name, target);
  const options = ['--config', 'asconfig.json', '--target', target, '--outFile', file];
  if (shrinkLevel !== undefined) options.push('--shrinkLevel', String(shrinkLevel));
  const { error, stderr } = await asc.main(
    [`assembly/${name}/index.ts`, ...options, '--bindings', 'raw'],
    { writeFile: (path, contents) => write(name, path, contents) },
  );
  if (error) {
    process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
    process.exit(1);
  }
}

/** Keeps modules, source maps and declarations; the bindings themselves are the loader's work. */
function write(name, path, contents) {
  if (path.endsWith('.js')) return;
  if (path.endsWith('.wasm')) process.stderr.write(`${path}: ${contents.length} bytes\n`);
  writeFileSync(path.endsWith('.d.ts') ? declarationFile(name) : path, contents);
}
