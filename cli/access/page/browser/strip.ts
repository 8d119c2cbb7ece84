/**
 * Keeps, after the first child of a parent, the children of a range of indexes: what leaves the range is removed,
 * what enters it is made, and the rest stays as it is.
 */
export function strip(parent: Element, make: (index: number) => Element) {
  const held = new Map<number, Element>();
  return (wanted: number[]): void => {
    const indexes = new Set(wanted);
    for (const [index, child] of held) {
      if (indexes.has(index)) continue;
      child.remove();
      held.delete(index);
    }
    let before = parent.firstElementChild;
    for (const index of wanted) {
      const child = held.get(index) ?? make(index);
      if (!held.has(index)) before?.after(child);
      held.set(index, child);
      before = child;
    }
  };
}
