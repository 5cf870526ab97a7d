import type { MailTopic } from '~/db/schema/states';
import type { MailKind } from './write';

/**
 * What a mail is about, for those who choose how they want it. `own`: an answer to what the recipient did themselves, always
 * at once. `account`: asked for a moment ago; it goes out even to an address that mail came back from.
 */
export type About = {
  topic: MailTopic;
  /** Calendars must be right at once, and a reminder comes at its hour, whatever pace was chosen. */
  waits: boolean;
  /** Goes also to who wants no mail about the topic: what their calendar holds, or what they have said that they come to. */
  always?: true;
} | 'own' | 'account';

const news = (topic: MailTopic): About => ({ topic, waits: true });
const inTime: About = { topic: 'meetings', waits: false };
const appointment: About = { topic: 'meetings', waits: false, always: true };

export const aboutOf: { [K in MailKind]: About } = {
  'member.confirm': 'account', 'member.address_known': 'account', 'member.reset': 'account',
  'meeting.called': inTime, 'meeting.moved': appointment, 'meeting.cancelled': appointment, 'meeting.part_given': 'own', 'meeting.part_taken': 'own', 'agenda.presenter_named': 'own',
  'registration.moved_up': 'own', 'registration.invited': 'own', 'registration.uninvited': 'own', 'registration.invited_again': 'own',
  'agenda.published': news('meetings'), 'minutes.in_review': news('meetings'), 'minutes.published': news('meetings'), 'minutes.erratum': news('meetings'), 'minutes.correction_decided': news('meetings'),
  'proposal.submitted': news('proposals'), 'proposal.decided': news('proposals'), 'proposal.carried_over': news('proposals'), 'proposal.placed': news('proposals'), 'proposal.discussed': news('proposals'), 'proposal.minuted': news('proposals'), 'proposal.followed_up': news('proposals'),
  'reminder.registration': inTime, 'reminder.proposals': inTime, 'reminder.tomorrow': appointment, 'reminder.corrections': inTime, 'reminder.action': 'own',
  'thread.posted': news('threads'), 'initiative.news': news('initiatives'),
  digest: 'own', 'mail.refused': 'own',
};

/** Mails that bring a meeting into someone's calendar or tell it news (iTIP REQUEST). */
export const inviting: MailKind[] = ['meeting.called', 'meeting.moved', 'agenda.published', 'registration.invited', 'registration.invited_again'];

/** The kinds about a topic that can wait for a digest. */
export const kindsAbout = (topic: MailTopic): MailKind[] => (Object.keys(aboutOf) as MailKind[]).filter((kind) => {
  const about = aboutOf[kind];
  return typeof about === 'object' && about.waits && about.topic === topic;
});
