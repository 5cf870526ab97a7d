import MarkdownIt from 'markdown-it';
import sanitize from 'sanitize-html';

// Two walls: raw HTML is never taken as HTML, and what comes out may only consist of what is named here.
const options = { html: false, linkify: true, breaks: true, maxNesting: 20 };
const markdown = new MarkdownIt('default', options).disable(['image', 'table']);
// Addresses of persons are not made into links.
markdown.linkify.set({ fuzzyEmail: false });

const allowed: sanitize.IOptions = {
  allowedTags: ['p', 'br', 'strong', 'em', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr', 'a', 'h4'],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https'],
  allowProtocolRelative: false,
  // Headings of a post stand below those of the page.
  transformTags: {
    h1: 'h4', h2: 'h4', h3: 'h4', h5: 'h4', h6: 'h4',
    a: sanitize.simpleTransform('a', { rel: 'nofollow noopener ugc' }),
  },
  nestingLimit: 60,
};

/** Markdown as members write it, as safe HTML: no images, no raw HTML, web links only. */
export const renderMarkdown = (text: string): string => sanitize(markdown.render(text), allowed);
