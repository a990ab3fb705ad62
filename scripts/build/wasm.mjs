// Compiles the AssemblyScript kernels: `node scripts/build/wasm.mjs`, or with `debug` after it.
import { mkdir } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

/** Sources of the modules, and what their files are called before the target's name. */
const MODULES = {
  'assembly/base/index.ts': '',
  'assembly/learning/index.ts': 'learning-',
  'assembly/features/index.ts': 'features-',
  'assembly/multi-index/index.ts': 'multi-index-',
};

const targets = process.argv.slice(2);
await mkdir('build/wasm', { recursive: true });
for (const target of targets.length > 0 ? targets : ['scalar', 'simd']) {
  for (const [source, prefix] of Object.entries(MODULES)) {
    const file = `build/wasm/${prefix}${target}.wasm`;
    const config = ['--config', 'asconfig.json', '--target', target, '--outFile', file];
    // A quarter smaller, for 1 to 2% of the speed of SVMs and 5% of that of Pegasos (measured).
    if (prefix === 'learning-') config.push('--shrinkLevel', '1');
    const { error, stderr } = await asc.main([source, ...config]);
    if (error) {
      process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
      process.exit(1);
    }
  }
}
