// The k nearest rows so far as a binary heap: k distances and, behind them, k rows; the worst of
// all stands first. A heap starts full of NaN and the largest row, behind which nothing ranks.

/** Takes in a row if it ranks before the worst one; returns the distance of the worst one then. */
export function offer(heap: usize, k: usize, distance: f32, row: u32): f32 {
  const rows = heap + (k << 2);
  if (!ranksBehind(load<f32>(heap), load<u32>(rows), distance, row)) return load<f32>(heap);
  let at: usize = 0;
  for (let child: usize = 1; child < k; child = 2 * at + 1) {
    if (child + 1 < k && isWorse(heap, rows, child + 1, child)) child++;
    const other = load<f32>(heap + (child << 2)),
      otherRow = load<u32>(rows + (child << 2));
    if (!ranksBehind(other, otherRow, distance, row)) break;
    store<f32>(heap + (at << 2), other);
    store<u32>(rows + (at << 2), otherRow);
    at = child;
  }
  store<f32>(heap + (at << 2), distance);
  store<u32>(rows + (at << 2), row);
  return load<f32>(heap);
}

// @ts-ignore: decorator
@inline
function isWorse(heap: usize, rows: usize, a: usize, b: usize): bool {
  const x = load<f32>(heap + (a << 2)),
    y = load<f32>(heap + (b << 2));
  return ranksBehind(x, load<u32>(rows + (a << 2)), y, load<u32>(rows + (b << 2)));
}

/** By distance, then by row; NaN, from overflow, behind every number. */
// @ts-ignore: decorator
@inline
function ranksBehind(distance: f32, row: u32, other: f32, otherRow: u32): bool {
  const overflowed = distance != distance;
  if (distance == other || (overflowed && other != other)) return row > otherRow;
  return overflowed || distance > other;
}
