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
  const observer = new ResizeObserver(() => {
    if (box.isConnected) mark();
    else observer.disconnect();
  });
  observer.observe(box);
  observer.observe(content);
}
