/** Bytes that grow at their end; numbers go in with their most significant byte first. */
export class ByteSink {
  at = 0;
  bytes: Uint8Array;
  readonly #encoder = new TextEncoder();
  #view: DataView;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.bytes.buffer);
  }

  /** What came since the last time. Copies. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.bytes.slice(0, this.at);
    this.at = 0;
    return taken as Uint8Array<ArrayBuffer>;
  }

  /** Room for `count` bytes at `at`. */
  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.bytes.length, this.at + count));
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.at++] = value;
  }

  int16(value: number): void {
    this.reserve(2);
    this.#view.setInt16(this.at, value);
    this.at += 2;
  }

  int32(value: number): void {
    this.reserve(4);
    this.#view.setInt32(this.at, value);
    this.at += 4;
  }

  int64(value: number | bigint): void {
    this.reserve(8);
    if (typeof value === 'bigint') this.#view.setBigInt64(this.at, value);
    else {
      this.#view.setInt32(this.at, Math.floor(value / 2 ** 32));
      this.#view.setInt32(this.at + 4, value | 0);
    }
    this.at += 8;
  }

  float32(value: number): void {
    this.reserve(4);
    this.#view.setFloat32(this.at, value);
    this.at += 4;
  }

  float64(value: number): void {
    this.reserve(8);
    this.#view.setFloat64(this.at, value);
    this.at += 8;
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** A text in UTF-8. */
  text(value: string): void {
    this.reserve(3 * value.length);
    this.at += this.#encoder.encodeInto(value, this.bytes.subarray(this.at)).written;
  }

  /** What `write` adds, with its length before it. */
  counted(write: () => void): void {
    this.int32(0);
    const start = this.at;
    write();
    this.#view.setInt32(start - 4, this.at - start);
  }
}
