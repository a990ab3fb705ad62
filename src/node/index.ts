// `hashplane/node`: what only Node has, files and threads.

export { type IndexFileOptions, loadIndexFile, saveIndexFile } from './index-file.ts';
export {
  type DatasetFileOptions,
  readContentsFile,
  readDatasetFile,
  readFileBytes,
} from './read-file.ts';
export { openRowStream } from './row-stream/open.ts';
export type { RowStream, RowStreamOptions } from './row-stream/row-stream.ts';
export { createThreadPool, type ThreadPoolOptions } from './threads.ts';
export { writeFileAtomic } from './write-file.ts';
