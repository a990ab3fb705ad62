// `hashplane/data`: readers of files, splits, and the preparation of points.

export {
  columnMeans,
  normaliseAndCentre,
  normaliseRows,
  subtractMean,
} from '../preparation/preprocess.ts';
export type { FileArray } from './arrays/file-array.ts';
export {
  type BigValues,
  type DType,
  type NumericArray,
  type NumericValues,
  type PlainValues,
  toLabels,
  toMatrix,
} from './arrays/numeric.ts';
export type { ArrayToWrite } from './arrays/numeric-bytes.ts';
export { type Cifar10, readCifar10, readCifar10Tar } from './binary/cifar10.ts';
export { readIdx } from './binary/idx.ts';
export { readVecs, type VecsFormat } from './binary/vecs.ts';
export { type ContentsOptions, type FileContents, readContents } from './contents.ts';
export {
  type Dataset,
  type DatasetOptions,
  type ImageShape,
  readDataset,
} from './dataset/dataset.ts';
export {
  type DatasetSplit,
  type SplitSizes,
  splitDataset,
  type TrainTestSplit,
  trainTestSplit,
} from './dataset/split.ts';
export { type DataFormat, detectFormat } from './detect.ts';
export { listMat4 } from './matlab/mat4.ts';
export { listMat5, type MatVariable, readMat5 } from './matlab/mat5.ts';
export { listMat73 } from './matlab/mat73.ts';
export { readNpy } from './numpy/npy.ts';
export { listNpz } from './numpy/npz.ts';
export { readSafetensors, type Safetensors, writeSafetensors } from './safetensors/safetensors.ts';
export type { TableOptions } from './text/row-parser.ts';
