import type { MailKind } from '~/server/write';

const n = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** Each kind of mail, as organisers know it. */
const kinds: Record<MailKind, string> = {
  'member.confirm': 'Bekræftelse af adresse', 'member.address_known': 'Adressen er allerede oprettet', 'member.reset': 'Ny adgangskode',
  'meeting.called': 'Indkaldelse', 'meeting.moved': 'Møde ændret', 'meeting.cancelled': 'Møde aflyst', 'meeting.part_given': 'Rolle givet', 'meeting.part_taken': 'Rolle taget tilbage',
  'agenda.published': 'Dagsorden', 'agenda.presenter_named': 'Oplægsholder',
  'registration.moved_up': 'Plads fra ventelisten', 'registration.invited': 'Tilmelding bekræftet', 'registration.uninvited': 'Invitation taget tilbage', 'registration.invited_again': 'Inviteret igen',
  'minutes.in_review': 'Referat i høring', 'minutes.published': 'Referat', 'minutes.erratum': 'Fejlrettelse til referat', 'minutes.correction_decided': 'Svar på rettelse',
  'proposal.submitted': 'Nyt forslag', 'proposal.decided': 'Forslag afgjort', 'proposal.carried_over': 'Forslag fortsætter', 'proposal.placed': 'Forslag på dagsordenen', 'proposal.discussed': 'Forslag behandlet', 'proposal.minuted': 'Forslag i referatet', 'proposal.followed_up': 'Opfølgning på forslag',
  'reminder.registration': 'Påmindelse: svar på indkaldelse', 'reminder.proposals': 'Påmindelse: frist for forslag', 'reminder.tomorrow': 'Påmindelse: møde i morgen', 'reminder.corrections': 'Påmindelse: rettelser', 'reminder.action': 'Påmindelse: opfølgning',
  'thread.posted': 'Nyt indlæg', 'initiative.news': 'Nyt om initiativ', digest: 'Samlet nyt', 'mail.refused': 'Svar på mail, vi ikke kunne bruge',
};

export const outbox = {
  title: 'Udsendte mails',
  lead: 'Hvad der er sendt, til hvor mange, og hvad der ikke kom frem. Mails, der er mere end et år gamle, vises ikke.',
  asFiles: 'Her sendes ingen mails ud: De skrives som filer. Mails til eksempelmedlemmer kan læses her på siden.',
  kinds,
  occasions: 'Mails',
  none: 'Der er ikke sendt nogen mails endnu.',
  why: 'Hvad',
  when: 'Hvornår',
  became: 'Hvad der blev af dem',
  lastError: (error: string) => `Seneste fejl: ${error}`,
  figures: {
    failed: (count: number) => n(count, 'fejlet', 'fejlede'), queued: (count: number) => `${count} på vej`, sent: (count: number) => n(count, 'sendt', 'sendt'),
    held: (count: number) => `${count} venter på samlet mail`, digested: (count: number) => `${count} i samlet mail`, dropped: (count: number) => `${count} ikke længere aktuelle`,
  },
  states: { failed: 'Fejlet', queued: 'På vej', sent: 'Sendt', held: 'Venter på samlet mail', digested: 'I samlet mail', dropped: 'Ikke længere aktuel' },
  recipients: (count: number) => n(count, 'modtager', 'modtagere'),
  member: 'Medlem',
  state: 'Status',
  actions: 'Handlinger',
  tries: (count: number) => (count === 1 ? 'Forsøgt 1 gang:' : `Forsøgt ${count} gange:`),
  notTried: 'Ikke forsøgt: Mail til adressen er sat på pause.',
  sendAgain: 'Send igen',
  read: 'Læs mailen',
  paused: 'Adresser på pause',
  pausedText: 'Mail hertil kom retur. Der sendes ikke mere, før medlemmet eller en mødearrangør siger, at adressen virker.',
  pausedTag: 'Mail på pause',
  pausedOn: (count: number) => (count === 1 ? 'Mail til 1 adresse er sat på pause, fordi den kom retur.' : `Mail til ${count} adresser er sat på pause, fordi den kom retur.`),
  seePaused: 'Se hvilke',
  since: 'Siden',
  reason: 'Svar fra mailserveren',
  resume: 'Adressen virker igen',
  to: (name: string) => `Til ${name}`,
  asHtml: 'Vis som i et mailprogram',
  source: 'Vis hele kilden',
  text: 'Tekst',
  attachments: 'Vedhæftet',
  bytes: (count: number) => `${count} byte`,
  calendar: 'Kalenderdel',
  headers: 'Brevhoved',
};
