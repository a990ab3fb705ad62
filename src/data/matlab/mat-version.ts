import { isHdf5 } from '../hdf5/signature.ts';

/** Length of the header of the file: 116 bytes of text, 8 of offset, version, byte order. */
export const FILE_HEADER = 128;

/** The generations of MAT files. */
export type MatVersion = 'mat4' | 'mat5' | 'mat7.3';

/** Which MAT file `bytes` begin as, or null. Looks at the first 520 bytes. */
export function matVersion(bytes: Uint8Array): MatVersion | null {
  // MATLAB's own header stands before the HDF5 file.
  if (isHdf5(bytes, 512)) return 'mat7.3';
  const order = String.fromCharCode(...bytes.subarray(126, FILE_HEADER));
  // A version 5 file begins with text; a zero byte among the first four means version 4.
  const isText = bytes.length >= 4 && !bytes.subarray(0, 4).includes(0);
  if (isText && (order === 'IM' || order === 'MI')) {
    return bytes[order === 'IM' ? 125 : 124] === 2 ? 'mat7.3' : 'mat5';
  }
  if (new TextDecoder().decode(new Uint8Array(bytes.subarray(0, 10))) === 'MATLAB 5.0') {
    return 'mat5';
  }
  return isMat4(bytes) ? 'mat4' : null;
}

/** Version 4 has no magic number; its first words are type, rows, columns, complex, name length. */
function isMat4(bytes: Uint8Array): boolean {
  if (bytes.length < 20) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [true, false].some((little) => {
    const type = view.getUint32(0, little) - (little ? 0 : 1000);
    const nameLength = view.getUint32(16, little);
    const known = type >= 0 && type <= 52 && type % 10 <= 2;
    return known && view.getUint32(12, little) <= 1 && nameLength > 0 && nameLength <= 256;
  });
}
