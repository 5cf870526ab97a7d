/** The fields of a form by name, as typed. */
export type Words = Record<string, string | string[]>;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

// Secrets are nobody's to keep, and files cannot be put back.
const neverKept = new Set(['password', 'file', 'submit', 'button', 'image', 'reset']);
const typedIn = new Set(['text', 'search', 'url', 'email', 'tel']);

const fieldsOf = (form: HTMLFormElement): Field[] => [...form.elements].filter((element): element is Field => element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement || (element instanceof HTMLInputElement && !neverKept.has(element.type)));
const isChoice = (field: Field): field is HTMLInputElement => field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio');
const isHidden = (field: Field): boolean => field instanceof HTMLInputElement && field.type === 'hidden';
const isOwn = (name: string): boolean => name !== '' && !name.startsWith('_');

/** What the fields hold now, without those that a form is kept by (`_key` and the like). */
export function wordsOf(form: HTMLFormElement): Words {
  const words: Words = {};
  for (const field of fieldsOf(form)) {
    if (!isOwn(field.name) || (isChoice(field) && !field.checked)) continue;
    const values = field instanceof HTMLSelectElement ? [...field.selectedOptions].map((option) => option.value) : [field.value];
    for (const value of values) words[field.name] = field.name in words ? [...[words[field.name] ?? []].flat(), value] : value;
  }
  return words;
}

const ordered = (words: Words): string => JSON.stringify(Object.entries(words).map(([name, value]) => [name, Array.isArray(value) && value.length === 1 ? value[0] : value]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
export const sameWords = (one: Words, other: Words): boolean => ordered(one) === ordered(other);

/** Whether there is nothing to read in it, whatever is chosen. */
export const isBlank = (form: HTMLFormElement): boolean => fieldsOf(form).every((field) => !(field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && typedIn.has(field.type))) || field.value.trim() === '');

function isTouched(field: Field): boolean {
  if (isChoice(field)) return field.checked !== field.defaultChecked;
  if (!(field instanceof HTMLSelectElement)) return field.value !== field.defaultValue;
  const marked = [...field.options].some((option) => option.defaultSelected);
  return marked ? [...field.options].some((option) => option.selected !== option.defaultSelected) : field.selectedIndex > 0;
}

/** Whether someone has done anything to the fields since the page was made. */
export const isTouchedForm = (form: HTMLFormElement): boolean => fieldsOf(form).some((field) => !isHidden(field) && isTouched(field));

/**
 * Puts words into the fields that nobody has touched, and lets counters and the like hear of it; answers whether anything
 * changed. Of the hidden ones only the version comes back: it says which wording the words were written from.
 */
export function fillIn(form: HTMLFormElement, words: Words): boolean {
  const fields = fieldsOf(form).filter((field) => isOwn(field.name) && (!isHidden(field) || field.name === 'version'));
  const touched = new Set(fields.filter((field) => !isHidden(field) && isTouched(field)).map((field) => field.name));
  const changed = fields.filter((field) => !touched.has(field.name) && put(field, [words[field.name] ?? []].flat()));
  for (const field of changed) field.dispatchEvent(new Event('input', { bubbles: true }));
  return changed.some((field) => !isHidden(field));
}

function put(field: Field, values: string[]): boolean {
  if (isChoice(field)) {
    const before = field.checked;
    field.checked = values.includes(field.value);
    return field.checked !== before;
  }
  if (field instanceof HTMLSelectElement) {
    const before = [...field.options].map((option) => option.selected).join();
    for (const option of field.options) option.selected = values.includes(option.value);
    return [...field.options].map((option) => option.selected).join() !== before;
  }
  const [value] = values;
  if (value === undefined || value === field.value) return false;
  field.value = value;
  return true;
}
