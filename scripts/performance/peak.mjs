// Prints how many GF/s 128-bit multiplications and additions reach here without any other work:
// `node scripts/performance/peak.mjs`. No kernel without fused multiply-adds can be faster.
import asc from 'assemblyscript/asc';

const SUMS = 'abcdefgh';
/** Eight sums hide the latency of an addition; four values in registers or L1 give the products. */
const SOURCE = `export function peak(p: usize, steps: i32): f32 {
  const m = v128.load(p), n = v128.load(p, 16);
  ${[...SUMS].map((name) => `let ${name} = f32x4.splat(0);`).join(' ')}
  for (let i = 0; i < steps; i++, p ^= 16) {
    ${[...SUMS].map((name, i) => `${name} = f32x4.add(${name}, f32x4.mul(v128.load(p, ${32 + 16 * (i >> 1)}), ${'mn'[i % 2]}));`).join('\n    ')}
  }
  return f32x4.extract_lane(${[...SUMS].reduce((sum, name) => `f32x4.add(${sum}, ${name})`)}, 0);
}`;
const FLOPS = SUMS.length * 2 * 4;
const STEPS = 2e6;

/** @type {Record<string, string | Uint8Array>} */
const files = {};
const flags = [
  '--runtime',
  'stub',
  '-O3',
  '--enable',
  'simd',
  '--outFile',
  'peak.wasm',
  '--initialMemory',
  '1',
];
const { error, stderr } = await asc.main(['peak.ts', ...flags], {
  readFile: (name) => (name === 'peak.ts' ? SOURCE : null),
  writeFile: (name, data) => {
    files[name] = data;
  },
  listFiles: () => [],
});
if (error) throw new Error(stderr.toString());
const { exports } = new WebAssembly.Instance(
  new WebAssembly.Module(/** @type {Uint8Array<ArrayBuffer>} */ (files['peak.wasm'])),
);
const peak = /** @type {(p: number, steps: number) => number} */ (exports.peak);
const rates = Array.from({ length: 50 }, () => {
  const start = performance.now();
  peak(4096, STEPS);
  return (FLOPS * STEPS) / (performance.now() - start) / 1e6;
});
process.stdout.write(`${Math.max(...rates).toFixed(1)} GF/s\n`);
