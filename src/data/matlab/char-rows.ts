/**
 * The rows of a char array of MATLAB as texts, without the spaces that fill them up: rows x width
 * UTF-16 codes, column-major. Rows without any character are none.
 */
export function charRows(codes: ArrayLike<number | bigint>, rows: number, width: number): string[] {
  if (width === 0) return [];
  return Array.from({ length: rows }, (_, row) => {
    let text = '';
    for (let at = 0; at < width; at++) text += String.fromCharCode(Number(codes[at * rows + row]));
    return text.trimEnd();
  });
}
