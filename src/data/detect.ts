import { checkRange, show } from '../core/checks.ts';
import { InvalidArgumentError } from '../core/errors.ts';
import { asBytes, type BytesLike } from '../core/given.ts';
import { isGzip } from './archives/inflate.ts';
import { isTar } from './archives/tar.ts';
import { isZip } from './archives/zip.ts';
import { isArrow } from './arrow/messages.ts';
import { type BigAnnFormat, bigAnnByName, looksLikeGroundTruth } from './binary/big-ann.ts';
import { looksLikeCifar10 } from './binary/cifar10.ts';
import { isFaissBinary } from './binary/faiss-binary.ts';
import { isIdx } from './binary/idx.ts';
import { looksLikeVecs, VECS, type VecsFormat } from './binary/vecs.ts';
import { looksLikeWord2vec } from './binary/word2vec.ts';
import { isHdf5 } from './hdf5/signature.ts';
import { matVersion } from './matlab/mat-version.ts';
import { isNpy } from './numpy/npy.ts';
import { isParquet } from './parquet/footer.ts';
import { isSafetensors } from './safetensors/safetensors.ts';
import { detectTextFormat, type TextFormat } from './text/detect-text.ts';
import { textOf } from './text/encoding.ts';

/** Formats that {@link detectFormat} tells apart. */
export type DataFormat =
  | 'gzip'
  | 'mat4'
  | 'mat5'
  | 'mat7.3'
  | 'hdf5'
  | 'npy'
  | 'npz'
  | 'idx'
  | 'safetensors'
  | 'parquet'
  | 'arrow'
  | 'tar'
  | 'cifar10'
  | VecsFormat
  | BigAnnFormat
  | 'ground-truth'
  | 'word2vec'
  | 'faiss-binary'
  | TextFormat;

/** Bytes that are looked at to tell text from other content. */
export const DETECT_BYTES = 2 ** 16;

/**
 * The format that `bytes` begin as, or null if it is none of those known. It is told by content;
 * the name's extension counts where content is ambiguous: .fvecs, .bvecs, .ivecs, .bin (CIFAR-10),
 * .fbin, .u8bin and their kin, .csv and .tsv.
 *
 * @param given - bytes: the file, or its first DETECT_BYTES.
 * @param name - the file's name; `.gz` at its end is passed over.
 * @param length - of the whole file, if `bytes` is its beginning.
 */
export function detectFormat(
  given: BytesLike,
  name = '',
  length: number = given?.byteLength,
): DataFormat | null {
  const bytes = asBytes('bytes', given);
  checkRange('length', length, 0, Number.MAX_SAFE_INTEGER);
  if (typeof name !== 'string') {
    throw new InvalidArgumentError(`name must be a text, not ${show(name)}`);
  }
  if (bytes.length === 0) return null;
  const extension = extensionOf(name);
  if (isVecs(extension) && looksLikeVecs(bytes, extension, length)) return extension;
  if (extension === 'bin' && looksLikeCifar10(bytes, length)) return 'cifar10';
  const bigAnn = bigAnnByName(name);
  if (bigAnn !== null && bigAnn !== 'ibin') return bigAnn;
  if (looksLikeGroundTruth(bytes, length)) return 'ground-truth';
  if (bigAnn !== null) return bigAnn;
  const magic = detectMagic(bytes);
  if (magic !== null) return magic;
  const isCut = length > bytes.length || bytes.length > DETECT_BYTES;
  const text = textOf(bytes.subarray(0, DETECT_BYTES));
  if (text !== null) return detectTextFormat(text, extension, isCut);
  return looksLikeWord2vec(bytes, length) ? 'word2vec' : null;
}

/** The extension of a file's name in lower case, without `.gz`. */
export function extensionOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name.toLowerCase().replace(/\.gz$/, ''))?.[1] ?? '';
}

function isVecs(extension: string): extension is VecsFormat {
  return Object.hasOwn(VECS, extension);
}

function detectMagic(bytes: Uint8Array): DataFormat | null {
  if (isGzip(bytes)) return 'gzip';
  if (isNpy(bytes)) return 'npy';
  if (isZip(bytes)) return 'npz';
  if (isParquet(bytes)) return 'parquet';
  if (isArrow(bytes)) return 'arrow';
  if (isSafetensors(bytes)) return 'safetensors';
  if (isTar(bytes)) return 'tar';
  if (isFaissBinary(bytes)) return 'faiss-binary';
  if (isIdx(bytes)) return 'idx';
  if (isHdf5(bytes)) return 'hdf5';
  return matVersion(bytes);
}
