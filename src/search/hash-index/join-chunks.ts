/** Chunks in one. It empties the list, so that the browser may take each chunk back once it is copied. */
export function joined(chunks: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  for (let end = whole.length, chunk = chunks.pop(); chunk; chunk = chunks.pop()) {
    end -= chunk.length;
    whole.set(chunk, end);
  }
  return whole;
}
