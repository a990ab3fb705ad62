// @assemblyscript/loader does two things when it is imported: it makes a TextDecoder, which some hosts
// lack (jsdom), and it assigns Object.hasOwn, which frozen intrinsics refuse. We need neither: no text
// lies in linear memory, and every engine that we run on has Object.hasOwn.
import { readFileSync } from 'node:fs';

const POLYFILL = `Object.hasOwn = Object.hasOwn || function(obj, prop) {
  return Object.prototype.hasOwnProperty.call(obj, prop);
};
`;
const EDITS = [
  // Says that what nothing uses may go.
  ['= new TextDecoder(', '= /* @__PURE__ */ new TextDecoder('],
  [POLYFILL, ''],
];

/** An esbuild plugin by which importing the loader does nothing. */
export const quietLoader = {
  name: 'quiet-loader',
  setup({ onLoad }) {
    onLoad({ filter: /@assemblyscript[\\/]loader[\\/]index\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
      const contents = EDITS.reduce((text, [from, to]) => {
        if (!text.includes(from)) throw new Error(`the loader has changed: it lacks ${from}`);
        return text.replace(from, to);
      }, source);
      return { contents };
    });
  },
};
