// Reads the instructions of a compiled module, so that tests need not trust its name.

const CODE_SECTION = 10;
const TYPE_SECTION = 1;
const V128 = 0x7b;
const SIMD_PREFIX = 0xfd;

/** Reads a binary module front to back. */
class Reader {
  readonly bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position: number) {
    this.bytes = bytes;
    this.position = position;
  }
  byte(): number {
    if (this.position >= this.bytes.length) throw new Error('the module ends too early');
    return this.bytes[this.position++]!;
  }
  /** An unsigned LEB128 number of at most 32 bits. */
  leb(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }
  skip(bytes: number): void {
    this.position += bytes;
  }
  lebs(count: number): void {
    for (let i = 0; i < count; i++) this.leb();
  }
}

/** Where the contents of each section begin and end, by section id. */
function sectionsOf(bytes: Uint8Array): Map<number, { start: number; end: number }> {
  const reader = new Reader(bytes, 8);
  const sections = new Map<number, { start: number; end: number }>();
  while (reader.position < bytes.length) {
    const id = reader.byte();
    const size = reader.leb();
    sections.set(id, { start: reader.position, end: reader.position + size });
    reader.skip(size);
  }
  checkEnd('section', reader.position, bytes.length);
  return sections;
}

/** Reads past what follows an opcode in the instruction. */
function skipImmediates(opcode: number, reader: Reader): void {
  if (opcode >= 0x28 && opcode <= 0x3e) reader.lebs(2);
  else if (opcode === 0x0e) reader.lebs(reader.leb() + 1);
  else if (opcode === 0x11) reader.lebs(2);
  else if (opcode === 0x1c) reader.lebs(reader.leb());
  else if (opcode === 0x43) reader.skip(4);
  else if (opcode === 0x44) reader.skip(8);
  else if (opcode === 0xfc) skipBulkImmediates(reader.leb(), reader);
  else if (opcode === SIMD_PREFIX) skipSimdImmediates(reader.leb(), reader);
  else if (ONE_LEB.has(opcode)) reader.leb();
  else if (!standsAlone(opcode)) throw new Error(`unknown opcode 0x${opcode.toString(16)}`);
}

// block, loop, if, br, br_if, call, local.*, global.*, memory.size and grow, i32 and i64.const
const ONE_LEB = new Set([
  0x02, 0x03, 0x04, 0x0c, 0x0d, 0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x3f, 0x40, 0x41, 0x42,
]);

/** Whether nothing follows the opcode: control without a label, drop, select, arithmetic. */
function standsAlone(opcode: number): boolean {
  const others = [0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b];
  return others.includes(opcode) || (opcode >= 0x45 && opcode <= 0xc4);
}

// Conversions that saturate have no immediates, memory.copy and memory.init two, fill and drop one.
function skipBulkImmediates(opcode: number, reader: Reader): void {
  if (opcode > 11) throw new Error(`unknown opcode 0xfc ${opcode}`);
  if (opcode >= 8) reader.lebs(opcode === 8 || opcode === 10 ? 2 : 1);
}

// Loads and stores have an alignment and an offset, v128.const and shuffles 16 bytes, lanes one.
function skipSimdImmediates(opcode: number, reader: Reader): void {
  if (opcode <= 11 || (opcode >= 84 && opcode <= 93)) reader.lebs(2);
  if (opcode === 12 || opcode === 13) reader.skip(16);
  if ((opcode >= 21 && opcode <= 34) || (opcode >= 84 && opcode <= 91)) reader.skip(1);
}

/** From this opcode on SIMD instructions are relaxed ones. */
const FIRST_RELAXED = 0x100;

/**
 * How many SIMD instructions and v128 locals the functions of a module have, and the opcodes of the
 * relaxed ones among the instructions, each once.
 */
export function countSimd(bytes: Uint8Array): {
  instructions: number;
  locals: number;
  relaxed: number[];
} {
  const section = sectionsOf(bytes).get(CODE_SECTION)!;
  const reader = new Reader(bytes, section.start);
  const counts = { instructions: 0, locals: 0 };
  const relaxed = new Set<number>();
  for (let functions = reader.leb(); functions > 0; functions--) {
    const size = reader.leb();
    const end = reader.position + size;
    for (let groups = reader.leb(); groups > 0; groups--) {
      const count = reader.leb();
      if (reader.byte() === V128) counts.locals += count;
    }
    while (reader.position < end) {
      const opcode = reader.byte();
      if (opcode === SIMD_PREFIX) {
        counts.instructions++;
        const { position } = reader;
        const simd = reader.leb();
        if (simd >= FIRST_RELAXED) relaxed.add(simd);
        reader.position = position;
      }
      skipImmediates(opcode, reader);
    }
    // A wrong guess at an immediate would run past the end of the body.
    checkEnd('function body', reader.position, end);
  }
  checkEnd('code section', reader.position, section.end);
  return { ...counts, relaxed: [...relaxed].sort() };
}

/** Whether a signature takes or returns v128. */
export function hasVectorTypes(bytes: Uint8Array): boolean {
  const { start, end } = sectionsOf(bytes).get(TYPE_SECTION)!;
  return bytes.subarray(start, end).includes(V128);
}

function checkEnd(what: string, position: number, end: number): void {
  if (position !== end) throw new Error(`the ${what} ends at ${end}, but was read to ${position}`);
}
