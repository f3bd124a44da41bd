// What is drawn anew under the keyboard keeps it: the button that stands for the same.

/** Elements are known again by `data-focus`. */
export function replaceKeepingFocus(parent: HTMLElement, children: readonly Node[]): void {
  const active = document.activeElement;
  const focus = active instanceof HTMLElement && parent.contains(active) ? active.dataset.focus : undefined;
  parent.replaceChildren(...children);
  if (focus === undefined) return;
  const same = [...parent.querySelectorAll<HTMLElement>('[data-focus]')].find(
    (each) => each.dataset.focus === focus,
  );
  same?.focus();
}
