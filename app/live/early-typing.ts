type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Kept = { value: string } | { checked: boolean } | { chosen: string[] };

// Secrets are nobody's to keep; files cannot be put back; the rest are no places to type in.
const leftAlone = new Set(['password', 'file', 'hidden', 'submit', 'button', 'reset', 'image']);
const isField = (target: EventTarget | null): target is Field => (target instanceof HTMLInputElement && !leftAlone.has(target.type)) || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
const isChoice = (field: Field): field is HTMLInputElement => field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio');

/**
 * What a person did to the fields of a page before its scripts came: React gives fields with a value of their own
 * that value again when it takes over. Answers a function that puts everything back and tells the page of it.
 */
export function keepEarlyTyping(): () => void {
  const kept = new Map<Field, Kept>();
  const keep = ({ target }: Event) => {
    if (!isField(target)) return;
    // Of a group of radio buttons the last choice counts.
    for (const field of kept.keys()) if (field.type === 'radio' && field.name === target.name && field.form === target.form) kept.delete(field);
    kept.set(target, read(target));
  };
  for (const field of document.querySelectorAll<Field>('input, textarea, select')) if (isField(field) && changed(field)) kept.set(field, read(field));
  for (const type of ['input', 'change']) document.addEventListener(type, keep, true);
  return () => {
    for (const type of ['input', 'change']) document.removeEventListener(type, keep, true);
    for (const [field, before] of kept) {
      // Where the page was made anew, its fields bear the same ids.
      const place = field.isConnected ? field : document.getElementById(field.id);
      if (isField(place)) putBack(place, before);
    }
    kept.clear();
  };
}

function changed(field: Field): boolean {
  if (isChoice(field)) return field.checked !== field.defaultChecked;
  if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue;
  // Where none is marked as chosen, the browser shows the first.
  const marked = [...field.options].some((option) => option.defaultSelected);
  return marked ? [...field.options].some((option) => option.selected !== option.defaultSelected) : field.selectedIndex > 0;
}

function read(field: Field): Kept {
  if (isChoice(field)) return { checked: field.checked };
  return field instanceof HTMLSelectElement ? { chosen: [...field.selectedOptions].map((option) => option.value) } : { value: field.value };
}

/** The setters of the browser's own prototypes, so that React sees the change as one of the person's. */
function putBack(field: Field, before: Kept): void {
  if ('checked' in before) {
    if (isChoice(field)) field.checked = before.checked;
  } else if ('chosen' in before) {
    if (field instanceof HTMLSelectElement) for (const option of field.options) option.selected = before.chosen.includes(option.value);
  } else {
    const prototype = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
    // Setting the same text again would move the caret.
    if (field.value !== before.value) Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, before.value);
  }
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
