/**
 * The bytes of a module that scripts/build/embed-modules.mjs has put into the library: printable
 * characters, of which gzip makes a tenth less than of hexadecimal digits. Most bytes are one character,
 * the others two, of which the first is one of the last two characters there are.
 *
 * @param common - the 88 bytes of one character, ascending: how far each is from the one before, by base 36.
 */
export function embeddedBytes(text: string, common: string): Uint8Array<ArrayBuffer> {
  let value = 0;
  const values = new Set(Array.from(common, (step) => (value += Number.parseInt(step, 36))));
  for (let other = 0; other < 256; other++) values.add(other);
  const table = [...values];
  const bytes: number[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // From # to ~, but for the backslash and the backtick.
    const place = code - 35 - Number(code > 92) - Number(code > 96);
    if (place > 87) {
      start = (place - 87) * 88;
    } else {
      bytes.push(table[start + place]);
      start = 0;
    }
  }
  return Uint8Array.from(bytes);
}
