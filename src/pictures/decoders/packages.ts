import { BackendError, FormatError } from '../../core/errors.ts';
import type { Picture } from '../../core/picture.ts';
import { loadPackage as load } from '../../data/load-package.ts';
import type { PictureFormat, PictureSize } from '../types.ts';
import { moduleFile } from './module-file.ts';

/** Decodes a whole file as it is stored. */
type Decode = (bytes: Uint8Array) => Promise<Picture>;

/** The package's types leave out the module. */
type Init = (module: WebAssembly.Module | undefined, options: object) => Promise<void>;

/** What the decoder says of a JPEG that ends early, and shows in part all the same. */
const CUT = /premature end/i;

const LOAD: Readonly<Record<PictureFormat, () => Promise<Decode>>> = {
  async jpeg() {
    const { default: decode, ...rest } = await loadPackage(
      '@jsquash/jpeg',
      () => import('@jsquash/jpeg/decode.js'),
    );
    const init = rest.init as unknown as Init;
    const module = await moduleFile('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm');
    let said: string[] = [];
    const say = (line: string) => said.push(line);
    // Once more after each fault, which ends the decoder as it would a program.
    const start = () => init(module, { print: say, printErr: say });
    await start();
    // One after another: what is said does not tell of which picture.
    return inTurn(async (bytes) => {
      said = [];
      try {
        const picture = await decode(bufferOf(bytes), { preserveOrientation: false });
        if (said.some((line) => CUT.test(line)))
          throw new FormatError('the JPEG is cut short', bytes.length);
        return picture;
      } catch (cause) {
        if (cause instanceof FormatError) throw cause;
        await start();
        throw new FormatError(reasonOf(said), 0, { cause });
      }
    });
  },
  async png() {
    const { default: decode, init } = await loadPackage(
      '@jsquash/png',
      () => import('@jsquash/png/decode.js'),
    );
    await init(await moduleFile('@jsquash/png/codec/pkg/squoosh_png_bg.wasm'));
    return (bytes) =>
      decode(bufferOf(bytes)).catch((cause) => {
        throw new FormatError('the pixels of the PNG are damaged', 0, { cause });
      });
  },
};

const loaded: Partial<Record<PictureFormat, Promise<Decode>>> = {};

/** Decodes by a package, which is loaded for the first picture of its format. */
export async function decodeByPackage(
  bytes: Uint8Array,
  { format }: PictureSize,
): Promise<Picture> {
  loaded[format] ??= LOAD[format]();
  const decode = await loaded[format];
  const { width, height, data } = await decode(bytes);
  return { width, height, data };
}

/** The package, which may have been left out. @throws BackendError that says what installs it. */
async function loadPackage<T>(name: string, own: () => Promise<T>): Promise<T> {
  try {
    return await load(name, own);
  } catch (cause) {
    const { message } = cause as Error;
    throw new BackendError(`${message} (npm install ${name} installs it)`, { cause });
  }
}

/** Begins with each picture when the one before is done. */
function inTurn(decode: Decode): Decode {
  let before: Promise<unknown> = Promise.resolve();
  return (bytes) => {
    const decoded = before.then(() => decode(bytes));
    before = decoded.catch(() => {});
    return decoded;
  };
}

/** A buffer of the file alone: what it is a view of may be larger, and a Buffer's slice is no copy. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

/** What the decoder said last, as a reason. */
function reasonOf(said: readonly string[]): string {
  const line = said.at(-1)?.trim();
  return line ? `the JPEG can't be decoded: ${line}` : "the JPEG can't be decoded: it is damaged";
}
