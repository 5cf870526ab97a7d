import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

type Node = { role?: string; type?: string; id?: string; lang?: string; alt?: string; children?: Node[] };
type Item = { type?: string; tag?: string; id?: string | null; str?: string };
export type Tagged = { role: string; text: string; page: number; lang?: string };

/** A PDF as assistive technology meets it: what it says of itself, its tags in order with their words, and what is outside them. */
export async function readPdf(bytes: Buffer) {
  const task = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 });
  const pdf = await task.promise;
  const { info } = await pdf.getMetadata();
  const elements: Tagged[] = [];
  /** Words that are in no tag and no artifact: nobody could say what they are. */
  const loose: string[] = [];
  const artifacts: string[] = [];
  const links: { page: number; url: string; contents: string; width: number }[] = [];
  const roles = new Set<string>();
  const linkTags: number[] = [];
  let order = '';
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = (await page.getTextContent({ includeMarkedContent: true, disableNormalization: true })) as { items: Item[] };
    const byId = new Map<string, string>();
    const open: { id: string | null; artifact: boolean }[] = [];
    for (const item of items) {
      if (item.type?.startsWith('beginMarkedContent')) open.push({ id: item.id ?? null, artifact: item.tag === 'Artifact' });
      else if (item.type === 'endMarkedContent') open.pop();
      else if (item.str !== undefined && item.str.trim() !== '') {
        const id = open.findLast((mark) => mark.id !== null)?.id;
        if (open.some((mark) => mark.artifact)) artifacts.push(item.str);
        else if (id) byId.set(id, (byId.get(id) ?? '') + item.str);
        else loose.push(item.str);
      }
    }
    const words = (node: Node): string => (node.type === 'content' ? (byId.get(node.id ?? '') ?? '') : (node.children ?? []).map(words).join(''));
    const walk = (node: Node): void => {
      if (node.role) {
        roles.add(node.role);
        if (node.role !== 'Root' && node.role !== 'Document') elements.push({ role: node.role, text: words(node), page: number, ...(node.lang ? { lang: node.lang } : {}) });
        if (node.role === 'Link') linkTags.push(number);
      }
      node.children?.forEach(walk);
    };
    const tree = (await page.getStructTree()) as Node | null;
    if (tree) {
      walk(tree);
      order += words(tree);
    }
    for (const { url, contentsObj, rect } of (await page.getAnnotations()) as { url?: string; contentsObj?: { str: string }; rect: number[] }[]) links.push({ page: number, url: url ?? '', contents: contentsObj?.str ?? '', width: (rect[2] ?? 0) - (rect[0] ?? 0) });
  }
  const raw = bytes.toString('latin1');
  const found = {
    pages: pdf.numPages, info: info as Record<string, unknown>, mark: await pdf.getMarkInfo(), preferences: (await pdf.getViewerPreferences()) as Record<string, unknown> | null, outline: await pdf.getOutline(), destinations: Object.keys((await pdf.getDestinations()) as object),
    elements, headings: elements.filter(({ role }) => /^H\d$/.test(role)), roles: [...roles], loose, artifacts, links, linkTags, order: order.replace(/\s+/g, ''), raw,
    fonts: { all: (raw.match(/\/Type \/FontDescriptor/g) ?? []).length, embedded: (raw.match(/\/FontFile2 /g) ?? []).length, readable: (raw.match(/\/ToUnicode /g) ?? []).length },
  };
  await task.destroy();
  return found;
}
