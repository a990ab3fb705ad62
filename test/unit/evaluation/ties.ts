export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations(items.toSpliced(i, 1)).map((others) => [item, ...others]),
  );
}

/** All rankings that order the ties of `groups` in every way. */
export function tieOrders(groups: readonly (readonly boolean[])[]): boolean[][] {
  return groups.reduce<boolean[][]>(
    (rankings, group) => {
      const orders = permutations(group);
      return rankings.flatMap((ranking) => orders.map((order) => [...ranking, ...order]));
    },
    [[]],
  );
}

/** Items and relevant items of each group. */
export function histogramOf(groups: readonly (readonly boolean[])[]) {
  return {
    total: Uint32Array.from(groups, (items) => items.length),
    relevant: Uint32Array.from(groups, (items) => items.filter(Boolean).length),
  };
}

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
