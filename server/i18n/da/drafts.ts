/** What someone is writing and has not sent. */
export const drafts = {
  restoredTitle: 'Din kladde står her igen',
  restored: 'Du kan skrive videre, hvor du slap. Den blev sidst gemt',
  restoredHere: 'Du kan skrive videre, hvor du slap. Det sidste lå kun i denne browser.',
  discard: 'Kassér kladden',
  kept: 'Det, du skriver, bliver gemt som kladde, indtil du sender eller kasserer det. Kun du kan se den.',
  savedAt: 'Kladden er gemt kl.',
  lost: 'Der er ingen forbindelse. Det, du skriver, bliver gemt i denne browser og sendt, når forbindelsen er tilbage.',
  signed_out: 'Du er ikke længere logget ind. Det, du skriver, bliver gemt i denne browser. Log ind i et nyt vindue, og skriv videre her.',
  refused: 'Kladden kan ikke gemmes hos os, fordi den er for lang, eller fordi du har for mange. Det, du skriver, bliver gemt i denne browser.',
};
