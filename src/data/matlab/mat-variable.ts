import type { FileArray } from '../arrays/file-array.ts';

/** A variable of a MAT file, not yet read. */
export interface MatVariable extends FileArray {
  name: string;
  shape: number[];
  complex: boolean;
}
