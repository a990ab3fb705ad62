// How the bundler takes what the sources import from *.wasm: as a function that gives the bytes, so
// that they are decoded where they are asked for and not by importing the library.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DECODER = fileURLToPath(
  new URL('../../src/kernels/runtime/embedded-bytes.ts', import.meta.url),
);

/**
 * The bytes that are commonest in the modules, ascending: each by how far it is from the one before, in
 * base 36. Which they are hardly matters: with others the text is a little longer.
 */
const COMMON =
  '0111111111111111111111111121311111411c271111213224d21315111211111115111113212a11c763zh2n';
const common = [];
for (const step of COMMON) common.push((common.at(-1) ?? 0) + Number.parseInt(step, 36));
const values = [...new Set([...common, ...Array(256).keys()])];
/** By byte, its place in the decoder's table. */
const places = new Uint8Array(256);
for (const [place, value] of values.entries()) places[value] = place;

/** Embeds modules as printable characters: see the decoder. */
export const embedModules = moduleLoader('embed-modules', (path) => ({
  contents:
    `import { embeddedBytes } from ${JSON.stringify(DECODER)};\n` +
    `export default () => embeddedBytes(${JSON.stringify(textOf(readFileSync(path)))}, "${COMMON}");`,
}));

/** Leaves modules out, for the worker, which is posted them. */
export const withoutModules = moduleLoader('without-modules', () => ({
  contents: 'export default () => null;',
}));

/** The text of which the decoder makes these bytes again. */
export function textOf(bytes) {
  let text = '';
  for (const byte of bytes) {
    const place = places[byte];
    if (place >= 88) text += characterAt(87 + Math.floor(place / 88));
    text += characterAt(place % 88);
  }
  return text;
}

/** From # to ~, but for the backslash and the backtick, which would have to be escaped. */
function characterAt(place) {
  const code = 35 + place;
  return String.fromCharCode(code >= 95 ? code + 2 : code >= 92 ? code + 1 : code);
}

/** @param load - for the path of a module, what esbuild loads in its place. */
function moduleLoader(name, load) {
  return {
    name,
    setup({ onLoad }) {
      onLoad({ filter: /\.wasm$/ }, ({ path }) => load(path));
    },
  };
}
