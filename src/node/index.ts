// What only Node has: files.
export { type DatasetFileOptions, readDatasetFile, readFileBytes } from './read-file.ts';
export { checkWritableFolder, writeFileAtomic } from './write-file.ts';
