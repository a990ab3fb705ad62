// Compiles the AssemblyScript kernels: npm run wasm, or `node scripts/wasm.mjs debug`.
import { mkdir } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

const targets = process.argv.slice(2);
await mkdir('build/wasm', { recursive: true });
for (const target of targets.length > 0 ? targets : ['scalar', 'simd']) {
  const { error, stderr } = await asc.main([
    'assembly/index.ts',
    '--config',
    'asconfig.json',
    '--target',
    target,
  ]);
  if (error) {
    process.stderr.write(`${stderr.toString()}\n${error.message}\n`);
    process.exit(1);
  }
}
