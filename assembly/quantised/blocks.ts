// Codes as ./scan reads them: blocks of 32 codes, in which 16 bytes hold one nibble of each, byte c that of
// code c in its lower half and that of code c + 16 in its upper. Behind the nibbles stand 32 factors and
// 32 own parts, f32.

export const CODES: usize = 32;

/** Bytes of a block of codes of so many nibbles. */
// @ts-ignore: decorator
@inline
export function blockBytes(nibbles: usize): usize {
  return (nibbles << 4) + (CODES << 3);
}

/**
 * Puts codes of `nibbles` / 2 bytes into blocks, the first of them at place `first`, which the caller has
 * zeroed.
 * @param places u32 each: where code i stands; 0 if at `first` + i
 * @param factors two floats a code
 */
export function storeCodes(
  codes: usize,
  factors: usize,
  count: u32,
  places: usize,
  first: u32,
  nibbles: usize,
  blocks: usize,
): void {
  const bytes = nibbles >> 1;
  for (let i: u32 = 0; i < count; i++, codes += bytes, factors += 8) {
    const place = places == 0 ? first + i : load<u32>(places + ((<usize>i) << 2));
    const block = blocks + <usize>(place >>> 5) * blockBytes(nibbles);
    const lane = <usize>place & 31;
    const shift = lane >= 16 ? 4 : 0;
    let at = block + (lane & 15);
    for (let k: usize = 0; k < bytes; k++, at += 32) {
      const byte = <u32>load<u8>(codes + k);
      store<u8>(at, load<u8>(at) | ((byte & 15) << shift));
      store<u8>(at, load<u8>(at, 16) | ((byte >> 4) << shift), 16);
    }
    const own = block + (nibbles << 4) + (lane << 2);
    store<f32>(own, load<f32>(factors));
    store<f32>(own, load<f32>(factors, 4), CODES << 2);
  }
}

/** Takes codes out of blocks again, in the form in which `storeCodes` takes them. */
export function readCodes(
  blocks: usize,
  nibbles: usize,
  count: u32,
  places: usize,
  first: u32,
  codes: usize,
  factors: usize,
): void {
  const bytes = nibbles >> 1;
  for (let i: u32 = 0; i < count; i++, codes += bytes, factors += 8) {
    const place = places == 0 ? first + i : load<u32>(places + ((<usize>i) << 2));
    const block = blocks + <usize>(place >>> 5) * blockBytes(nibbles);
    const lane = <usize>place & 31;
    const shift = lane >= 16 ? 4 : 0;
    let at = block + (lane & 15);
    for (let k: usize = 0; k < bytes; k++, at += 32) {
      const low = (<u32>load<u8>(at) >> shift) & 15;
      const high = (<u32>load<u8>(at, 16) >> shift) & 15;
      store<u8>(codes + k, low | (high << 4));
    }
    const own = block + (nibbles << 4) + (lane << 2);
    store<f32>(factors, load<f32>(own));
    store<f32>(factors, load<f32>(own, CODES << 2), 4);
  }
}
