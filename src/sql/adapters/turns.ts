/** Runs what it is given one after another: of a connection that all share. */
export function inOrder(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}

/** Runs it the first time; later calls wait for that. */
export function once(work: () => Promise<unknown>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= work().then(() => {});
    return result;
  };
}
