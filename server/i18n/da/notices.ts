/** What a page says after a write, named by `?besked=` in its address. */
export const notices = {
  saved: 'Gemt.',
  signed_out: 'Du er logget ud.',
  confirmed: 'Din e-mailadresse er bekræftet.',
  confirm_sent: 'Vi har sendt dig et nyt link.',
  password_set: 'Din adgangskode er skiftet.',
  role_changed: 'Rollen er ændret.',
  owner_set: 'Medlemmet er nu ansvarligt for initiativet.',
  owner_removed: 'Ansvaret er fjernet.',
  draft_saved: 'Kladden er gemt. Kun du kan se den.',
  proposal_submitted: 'Forslaget er indsendt og offentligt. Du får besked, når det er afgjort.',
  proposal_withdrawn: 'Forslaget er trukket tilbage.',
  proposal_supported: 'Tak. Du støtter nu forslaget.',
  proposal_support_undone: 'Du støtter ikke længere forslaget.',
  proposal_decided: 'Forslaget er afgjort, og de berørte får besked.',
};
