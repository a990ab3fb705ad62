/** Labels that touch: they move as one. */
interface Run {
  readonly members: readonly number[];
  readonly centre: number;
}

/**
 * Moves positions apart until each is at least `gap` from the next: labels that touch gather around
 * the mean of the places they would like, within `low` and `high` if they all fit. Keeps their
 * order, and returns them in the order given.
 */
export function spread(
  positions: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const offset = (place: number, size: number) => (place - (size - 1) / 2) * gap;
  const reach = ({ members }: Run) => offset(members.length - 1, members.length);
  const gather = (members: readonly number[]): Run => {
    const wanted = members.map((i, place) => positions[i] - offset(place, members.length));
    const mean = wanted.reduce((sum, value) => sum + value, 0) / members.length;
    const half = ((members.length - 1) / 2) * gap;
    return { members, centre: Math.max(low + half, Math.min(high - half, mean)) };
  };
  const order = positions.map((_, i) => i).sort((a, b) => positions[a] - positions[b]);
  const runs: Run[] = [];
  for (const i of order) {
    let run = gather([i]);
    for (let last = runs.at(-1); last; last = runs.at(-1)) {
      if (run.centre - reach(run) >= last.centre + reach(last) + gap) break;
      runs.pop();
      run = gather([...last.members, ...run.members]);
    }
    runs.push(run);
  }
  const out = [...positions];
  for (const { members, centre } of runs) {
    for (const [place, i] of members.entries()) out[i] = centre + offset(place, members.length);
  }
  return out;
}
