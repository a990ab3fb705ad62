/** Fewer labels may all differ by chance, in a sample of a data set of many classes. */
const MAY_DIFFER = 7;

/**
 * Why class labels have nothing to learn from, or null if they have: there must be two classes at
 * least, and of more than a handful of points two of one class. Labels that all differ are ids,
 * times or scores.
 */
export function classesFault(labels: Int32Array): string | null {
  const classes = new Set(labels).size;
  if (classes < 2) {
    const only = classes === 0 ? 'there are none' : `every label is ${labels[0]}`;
    return `labels must name at least two classes, but ${only}`;
  }
  if (classes > MAY_DIFFER && classes === labels.length) {
    return `all ${classes} labels differ, as ids do: without two points of one class there is nothing to learn`;
  }
  return null;
}
