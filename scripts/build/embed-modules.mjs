// How the bundler takes what the sources import from *.wasm: as a function that gives the bytes, so
// that they are decoded where they are asked for and not by importing the library.
import { readFileSync } from 'node:fs';

/** Embeds modules as hexadecimal digits: gzip makes a quarter less of them than of base64. */
export const embedModules = moduleLoader('embed-modules', (path) => {
  const digits = readFileSync(path, 'hex');
  return `Uint8Array.from("${digits}".match(/../g), (byte) => parseInt(byte, 16))`;
});

/** Leaves modules out, for the worker, which is posted them. */
export const withoutModules = moduleLoader('without-modules', () => 'null');

/** @param bytesOf - for the path of a module, what its function returns, in JavaScript. */
function moduleLoader(name, bytesOf) {
  return {
    name,
    setup({ onLoad }) {
      onLoad({ filter: /\.wasm$/ }, ({ path }) => ({
        contents: `export default () => ${bytesOf(path)};`,
      }));
    },
  };
}
