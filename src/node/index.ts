// What only Node has: files and threads.
export { NpyStream } from './npy-stream.ts';
export { type DatasetFileOptions, readDatasetFile, readFileBytes } from './read-file.ts';
export { createThreadPool, type ThreadPoolOptions } from './threads.ts';
export {
  checkWritableFile,
  checkWritableFolder,
  type Write,
  writeFileAtomic,
  writeStreamAtomic,
} from './write-file.ts';
