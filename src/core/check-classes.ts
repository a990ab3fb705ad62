/**
 * Why class labels have nothing to learn from, or null if they have: there must be two classes at
 * least, and two points of one class. Labels that all differ are ids, times or scores.
 */
export function classesFault(labels: Int32Array): string | null {
  const classes = new Set(labels).size;
  if (classes === 0) return 'labels must name at least two classes, but there are no labels';
  if (classes === 1) {
    return `labels must name at least two classes, but every label is ${labels[0]}`;
  }
  // Two points of two classes can be told apart.
  if (classes > 2 && classes === labels.length) {
    return (
      `all ${classes} labels differ, as ids do: no two points are of one class, so there is ` +
      'nothing to learn'
    );
  }
  return null;
}
