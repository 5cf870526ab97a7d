/** Below so many letters everything is like everything. */
const LEAST = 5;

/** How alike two must be, 0 to 1 (pg_trgm), to be shown; the first is for finding, the second for showing. */
export const ALIKE = { found: 0.38, shown: 0.42 } as const;

/** Small words say nothing of what a title is about, and would make every question like every other. */
const small = new Set(['af', 'at', 'de', 'den', 'der', 'det', 'en', 'er', 'et', 'for', 'fra', 'har', 'hvad', 'hvem', 'hvor', 'hvordan', 'hvorfor', 'i', 'kan', 'med', 'må', 'når', 'og', 'om', 'på', 'skal', 'som', 'til', 'ved', 'vi', 'vil', 'a', 'an', 'and', 'are', 'can', 'how', 'in', 'is', 'of', 'on', 'should', 'the', 'to', 'we', 'what', 'why', 'with']);

/** What of a title is compared with others; null while there is too little of it. */
export function subjectOf(title: string): string | null {
  const words = title.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !small.has(word));
  const subject = words.join(' ');
  return subject.length >= LEAST ? subject : null;
}
