import type { Urgency, Why } from '~/server/domain/desk/rules';

const inDays = (n: number) => (n === 0 ? 'i dag' : n === 1 ? 'i morgen' : `om ${n} dage`);
const ago = (n: number) => (n === 0 ? 'i dag' : n === 1 ? 'i går' : `for ${n} dage siden`);
const dayCount = (n: number) => (n === 1 ? '1 dag' : `${n} dage`);
const corrections = (n: number) => (n === 1 ? '1 rettelse' : `${n} rettelser`);
type Told = { days: number; count: number };

const whys: Record<Why, (task: Told) => string> = {
  draft: ({ days }) => `Mødet er en kladde, som kun mødearrangører kan se. Det er ${inDays(days)}.`,
  draft_near: ({ days }) => `Mødet er ${inDays(days)}, og der er ikke indkaldt til det.`,
  draft_past: () => 'Mødets tidspunkt er passeret, uden at der blev indkaldt. Giv det en ny dato, eller aflys det.',
  proposals_wait: ({ count, days }) => `${count} forslag venter på svar${days === 0 ? '.' : count === 1 ? `. Det har ventet ${dayCount(days)}.` : `. Det ældste har ventet ${dayCount(days)}.`}`,
  deadline_passed: ({ count, days }) => `Fristen for forslag er udløbet, og ${count} forslag er ikke afgjort. Mødet er ${inDays(days)}.`,
  decide_blocks_start: ({ count }) => `Mødet skulle være begyndt, men ${count} forslag er ikke afgjort. Det kan ikke startes før.`,
  proposals_open: ({ days }) => `Der kan stilles forslag lidt endnu: Fristen er ${inDays(days)}. Dagsordenen kan bygges imens.`,
  agenda_awaited: ({ days }) => `Fristen for forslag er udløbet. Nu kan dagsordenen offentliggøres; mødet er ${inDays(days)}.`,
  agenda_near: ({ days }) => `Mødet er ${inDays(days)}, og dagsordenen er ikke offentliggjort.`,
  agenda_blocks_start: () => 'Mødet skulle være begyndt, men dagsordenen er ikke offentliggjort. Det kan ikke startes før.',
  ready: ({ days }) => `Mødet er ${inDays(days)}. Dagsordenen er på plads.`,
  coming: ({ days }) => `Mødet er ${inDays(days)}. Dagsordenen er ikke offentliggjort endnu.`,
  not_started: ({ days }) => (days === 0 ? 'Mødet skulle være begyndt nu.' : `Mødet var ${ago(days)}, men er ikke startet her. Start det for at kunne skrive referat, eller aflys det.`),
  running: () => 'Mødet er i gang.',
  overtime: () => 'Mødet skulle være slut, men er ikke afsluttet her.',
  no_minutes: ({ days }) => `Mødet sluttede ${ago(days)}, og referatet er ikke begyndt.`,
  minutes_draft: ({ days }) => `Mødet sluttede ${ago(days)}. Referatet er en kladde og er ikke sendt i høring.`,
  corrections_wait: ({ count, days }) => `${corrections(count)} til referatet venter på svar. Fristen for at sende flere er ${inDays(days)}.`,
  corrections_over: ({ count }) => `Fristen for rettelser er udløbet, og ${corrections(count)} er ikke afgjort. Referatet kan først godkendes bagefter.`,
  review_runs: ({ days }) => `Referatet er i høring. Fristen for rettelser er ${inDays(days)}. Kommer der ingen, er det godkendt af sig selv.`,
  review_over: () => 'Fristen for rettelser er udløbet, og ingen rettelser venter. Referatet kan godkendes.',
  approved: ({ days }) => `Referatet blev godkendt ${ago(days)} og er ikke offentliggjort.`,
  finished: () => 'Der er ikke mere at gøre.',
};
const urgencies: Record<Urgency, string> = { now: 'Nu', late: 'Haster', soon: 'Snart', later: 'Har tid' };

export const organisers = {
  title: 'Organisation',
  lead: 'Det, der venter på mødearrangørerne. Det, der haster mest, står øverst, og hver linje fører direkte til det, der skal gøres.',
  meetings: 'Møder og næste skridt',
  noMeetings: 'Ingen møder venter på noget.',
  noMeetingsText: 'Når et møde er oprettet, står dets næste skridt her, helt til referatet er offentliggjort.',
  steps: {
    call: 'Indkald til mødet', move: 'Ret mødet', decide: 'Tag stilling til forslagene', publish_agenda: 'Gør dagsordenen klar', prepare: 'Læs dagsordenen', start: 'Start mødet', lead: 'Led mødet',
    begin_minutes: 'Begynd referatet', write_minutes: 'Skriv referatet', decide_corrections: 'Svar på rettelserne', await_corrections: 'Se referatet', approve_minutes: 'Godkend referatet', publish_minutes: 'Offentliggør referatet', none: 'Intet',
  },
  /** What a button does beyond its words. */
  effects: {
    call: 'Mødet bliver offentligt, og medlemmerne får mail med kalenderinvitation.',
    approve_minutes: 'Derefter tages der ikke imod flere rettelser.',
    publish_minutes: 'Medlemmerne får mail, og referatet ændres ikke mere.',
  },
  whys,
  urgencies,
  figures: 'Tal',
  figure: { waiting: 'Forslag uden svar', oldest: 'Længste ventetid', median: 'Typisk svartid i år', overdue: 'Opfølgninger over fristen' },
  figureNone: '–',
  dayCount: (n: number) => (n === 1 ? '1 dag' : `${String(n).replace('.', ',')} dage`),
  answered: (n: number) => (n === 0 ? 'Ingen forslag er besvaret i år.' : n === 1 ? 'Median af 1 besvaret forslag.' : `Median af ${n} besvarede forslag.`),
  proposals: 'Forslag, der venter på svar',
  noProposals: 'Alle forslag er besvaret.',
  waitedDays: (n: number) => (n === 0 ? 'Indsendt i dag' : `Har ventet ${dayCount(n)}`),
  answerLate: 'Burde være besvaret',
  read: 'Læs forslaget',
  decide: 'Afgør',
  accept: 'Optag på dagsordenen',
  forMeeting: (title: string) => `til ${title}`,
  corrections: 'Rettelser, der venter på svar',
  noCorrections: 'Ingen rettelser venter på svar.',
  correctionTo: (item: string) => `Rettelse til »${item}«`,
  correctionsOver: 'Fristen er udløbet',
  approvedOn: 'Frist for rettelser:',
  proposedBy: (name: string) => `foreslået af ${name}`,
  answer: 'Svar',
  actions: 'Opfølgning',
  actionsText: (days: number) => `Det, der er over fristen, og det, der skal være gjort inden for ${days} dage.`,
  noActions: 'Ingen opfølgning er over fristen eller skal gøres lige nu.',
  due: 'Frist',
  overdue: 'Fristen er overskredet',
  close: 'Luk',
  mails: 'Breve, der ikke kunne sendes',
  mailTo: (name: string) => `Til ${name}`,
  mailTries: (n: number) => (n === 1 ? 'Forsøgt 1 gang.' : `Forsøgt ${n} gange.`),
  mailsText: 'Der prøves igen af sig selv i nogle dage. Er adressen forkert, må medlemmet rette den.',
  /** By the first word of the letter's kind. */
  mailKinds: { meeting: 'Brev om et møde', agenda: 'Brev om en dagsorden', registration: 'Brev om en tilmelding', proposal: 'Brev om et forslag', minutes: 'Brev om et referat', thread: 'Brev om debatten', reminder: 'Påmindelse', member: 'Brev om medlemmets konto', other: 'Brev' } as Partial<Record<string, string>> & { other: string },
  sendAgain: 'Send igen nu',
  unanswered: 'Indlæg, som ingen har svaret på',
  unansweredMeta: (name: string, n: number) => `${name}, ${ago(n)}`,
  members: 'Medlemmer og roller',
  parts: 'Dine møder som ordstyrer eller referent',
  partKinds: { chair: 'Ordstyrer', minute_taker: 'Referent' },
  pagesOf: (list: string) => `Sider: ${list}`,
};
