// `hashplane/data`: readers of files, splits, and the preparation of points.

export type { FileArray } from '../data/arrays/file-array.ts';
export { toLabels } from '../data/arrays/labels.ts';
export {
  type BigValues,
  type DType,
  type NumericArray,
  type NumericValues,
  type PlainValues,
  toMatrix,
} from '../data/arrays/numeric.ts';
export type { ArrayToWrite } from '../data/arrays/numeric-bytes.ts';
export { type PackedCodesOptions, toHashCodes } from '../data/arrays/packed-codes.ts';
export { type Cifar10, readCifar10, readCifar10Tar } from '../data/binary/cifar10.ts';
export { readFaissBinary } from '../data/binary/faiss-binary.ts';
export { readIdx } from '../data/binary/idx.ts';
export { readVecs, type VecsFormat } from '../data/binary/vecs.ts';
export { type ContentsOptions, type FileContents, readContents } from '../data/contents.ts';
export {
  type Dataset,
  type DatasetOptions,
  type ImageShape,
  readDataset,
} from '../data/dataset/dataset.ts';
export type { MissingRule } from '../data/dataset/missing-rules.ts';
export {
  type DatasetSplit,
  type SplitSizes,
  splitDataset,
  type TrainTestSplit,
  trainTestSplit,
} from '../data/dataset/split.ts';
export { type DataFormat, detectFormat } from '../data/detect.ts';
export type { MatVariable } from '../data/matlab/mat-variable.ts';
export { listMat4 } from '../data/matlab/mat4.ts';
export { listMat5, readMat5 } from '../data/matlab/mat5.ts';
export { listMat73 } from '../data/matlab/mat73.ts';
export { readNpy } from '../data/numpy/npy.ts';
export { listNpz } from '../data/numpy/npz.ts';
export {
  readSafetensors,
  type Safetensors,
  writeSafetensors,
} from '../data/safetensors/safetensors.ts';
export type { NotRead, TableOptions } from '../data/text/row-parser.ts';
export {
  columnMeans,
  normaliseAndCentre,
  normaliseRows,
  subtractMean,
} from '../preparation/preprocess.ts';
