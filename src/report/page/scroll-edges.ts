/**
 * Shows that a box which scrolls sideways has more to show: its edges with something beyond have the
 * class `more-before` or `more-after`, which the style fades.
 */
export function markScrollEdges(box: HTMLElement, content: Element): void {
  const mark = () => {
    // Widths are rounded, places are not.
    const beyond = box.scrollWidth - box.clientWidth - box.scrollLeft;
    box.classList.toggle('more-before', box.scrollLeft > 1);
    box.classList.toggle('more-after', beyond > 1);
  };
  box.addEventListener('scroll', mark, { passive: true });
  let wasShown = false;
  const observer = new ResizeObserver(() => {
    if (box.isConnected) mark();
    // One that is not in the page yet may come into it.
    else if (wasShown) observer.disconnect();
    wasShown ||= box.isConnected;
  });
  observer.observe(box);
  observer.observe(content);
}
