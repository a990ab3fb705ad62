// `hashplane/node`: what only Node has, files and threads.

export {
  addToIndexFile,
  type ChangedIndexFile,
  foldIndexFile,
  removeFromIndexFile,
  upsertInIndexFile,
} from '../node/index-file/append.ts';
export type { IndexFile, IndexOfFile } from '../node/index-file/index-file.ts';
export { type OpenIndexFileOptions, openIndexFile } from '../node/index-file/open.ts';
export { type IndexFileOptions, loadIndexFile, saveIndexFile } from '../node/index-file.ts';
export {
  type DatasetFileOptions,
  readContentsFile,
  readDatasetFile,
  readFileBytes,
} from '../node/read-file.ts';
export { openRowStream } from '../node/row-stream/open.ts';
export type { RowStream, RowStreamOptions } from '../node/row-stream/row-stream.ts';
export { createThreadPool, type ThreadPoolOptions } from '../node/threads.ts';
export { writeFileAtomic } from '../node/write-file.ts';
