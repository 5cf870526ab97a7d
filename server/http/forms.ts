/** What a form may weigh (bytes) and hold (fields): several times the longest form of ours. */
export const FORM_BYTES = 2_000_000;
const FORM_FIELDS = 2_000;

type Fields = Record<string, string | string[]>;

/**
 * The fields of a form as typed, files left out; a name that comes twice becomes a list. A body that is no form has
 * none. Null for one that is too much: nobody typed it, and reading it would keep everybody else waiting.
 */
export async function readFields(request: Request): Promise<Fields | null> {
  const body = await readUpTo(request, FORM_BYTES);
  const entries = body && (await entriesOf(body, request.headers.get('Content-Type') ?? ''));
  if (!entries || entries.length > FORM_FIELDS) return null;
  const fields = new Map<string, string[]>();
  for (const [name, value] of entries) {
    const all = fields.get(name) ?? [];
    if (typeof value === 'string') all.push(value);
    fields.set(name, all);
  }
  return Object.fromEntries([...fields].map(([name, all]) => [name, all.length > 1 ? all : (all[0] ?? '')]));
}

/** Null beyond `most`. The rest is read and thrown away: cut off in the middle, a browser would show no answer at all. */
async function readUpTo(request: Request, most: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length <= most) parts.push(part.value);
  }
  return length > most ? null : new Uint8Array(Buffer.concat(parts));
}

async function entriesOf(body: Uint8Array<ArrayBuffer>, type: string): Promise<[string, FormDataEntryValue][]> {
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return [...new URLSearchParams(new TextDecoder().decode(body))];
  if (!/^multipart\/form-data\b/i.test(type)) return [];
  // Broken on its way: the schema then says which fields are missing.
  return new Response(body, { headers: { 'Content-Type': type } }).formData().then((form) => [...form], () => []);
}
