/** Where to go once a proposal was saved, and what is said there. */
export function afterSaving(id: string, intent: 'submit' | 'draft' | 'files'): [string, string] {
  if (intent === 'files') return [`/forslag/${id}/rediger#bilag`, 'draft_files'];
  return [`/forslag/${id}`, intent === 'draft' ? 'draft_saved' : 'proposal_submitted'];
}
