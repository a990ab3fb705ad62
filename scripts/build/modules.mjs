// The compiled modules, as assembly/modules.json lists them: a line a capability.
import { readFileSync } from 'node:fs';

/** Options of the compiler beyond those of asconfig.json; `why` says what they are for. */
export const MODULES = JSON.parse(
  readFileSync(new URL('../../assembly/modules.json', import.meta.url), 'utf8'),
);

/** The module of a capability, without SIMD ('scalar'), with it ('simd') or with relaxed SIMD too ('relaxed'). */
export function moduleFile(name, target) {
  return `build/wasm/${name}-${target}.wasm`;
}

/** What the compiler declares of a module's exports; the same for all of its targets. */
export function declarationFile(name) {
  return `build/wasm/${name}.d.ts`;
}

/** All that the compiler writes. */
export const COMPILED_FILES = MODULES.flatMap(({ name, targets }) => [
  ...targets.map((target) => moduleFile(name, target)),
  declarationFile(name),
]);
