import type { notices as da } from '../da/notices';

export const notices: typeof da = {
  saved: 'Saved.',
  signed_out: 'You are signed out.',
  confirmed: 'Your e-mail address is confirmed.',
  confirm_sent: 'We have sent you a new link.',
  password_set: 'Your password has been changed.',
  role_changed: 'The role has been changed.',
  owner_set: 'The member now answers for the initiative.',
  owner_removed: 'The responsibility has been removed.',
  draft_saved: 'The draft is saved. Only you can see it.',
  proposal_submitted: 'The proposal is submitted and public. You will be told when it has been decided.',
  proposal_withdrawn: 'The proposal has been withdrawn.',
  proposal_supported: 'Thank you. You now support the proposal.',
  proposal_support_undone: 'You no longer support the proposal.',
  proposal_decided: 'The proposal has been decided, and those concerned are told.',
  registered_on_site: 'You are registered on site.',
  registered_online: 'You are registered online.',
  registered_not_attending: 'You have said that you are not coming.',
  registered_waiting: 'You are on the waiting list. You will get a mail when there is a seat.',
};
