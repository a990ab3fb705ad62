/** The bytes as text, or null if they are none: control characters, or no UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.some((byte) => byte < 32 && (byte < 9 || byte > 13))) return null;
  try {
    // Streaming: a character that is cut at the end is no fault.
    return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes), {
      stream: true,
    });
  } catch {
    return null;
  }
}

/**
 * What is wrong with the encoding of a text that is not UTF-8, and what to do; null if bytes are
 * UTF-8, or no text.
 */
export function encodingFault(bytes: Uint8Array): string | null {
  const name = foreignEncoding(bytes);
  if (name === null) return null;
  return `the text is not UTF-8 but ${name}: save it as UTF-8 (iconv -f ${codeOf(name)} -t UTF-8)`;
}

function codeOf(name: string): string {
  return name.startsWith('latin1') ? 'ISO-8859-1' : name;
}

function foreignEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16';
  if (a === 0xfe && b === 0xff) return 'UTF-16';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32';
  const [even, odd] = countZeros(bytes);
  const half = bytes.length / 2;
  // Without a mark: letters and digits of UTF-16 have a zero for their other byte.
  if (half >= 4 && odd > 0.8 * half && even === 0) return 'UTF-16LE';
  if (half >= 4 && even > 0.8 * half && odd === 0) return 'UTF-16BE';
  return looksLikeLatin1(bytes) ? 'latin1 or Windows-1252' : null;
}

function countZeros(bytes: Uint8Array): [even: number, odd: number] {
  const counts: [number, number] = [0, 0];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) counts[i % 2]++;
  return counts;
}

/** One byte a character: most are ASCII, some have the highest bit, none are controls. */
function looksLikeLatin1(bytes: Uint8Array): boolean {
  let high = 0;
  for (const byte of bytes) {
    if (byte < 32 && (byte < 9 || byte > 13)) return false;
    if (byte >= 0x80) high++;
  }
  return high > 0 && high < 0.5 * bytes.length && textOf(bytes) === null;
}
