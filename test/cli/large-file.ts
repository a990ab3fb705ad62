import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { npyHeader } from '../../src/data/numpy/npy.ts';

/** A .npy file of rows x 64 float32 zeros that takes no room on the disk: a hole. */
export function writeLargeFile(path: string, rows: number): void {
  const header = npyHeader('<f4', [rows, 64]);
  const file = openSync(path, 'w');
  writeSync(file, header);
  ftruncateSync(file, header.length + rows * 64 * 4);
  closeSync(file);
}
