// One element with its properties and children, as text, never as HTML: what the page shows comes from logs.

type Properties = { [name: string]: string | number | boolean | null | ((event: Event) => void) };

/** `null` leaves an attribute out; a function listens to the event of that name. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Properties,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== null) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}
