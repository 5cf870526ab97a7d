import { agenda, agendaEvents } from './en/agenda';
import { common } from './en/common';
import { front } from './en/front';
import { mail } from './en/mail';
import { meetingEvents, meetings } from './en/meetings';
import { memberEvents, members } from './en/members';
import { minutes, minutesEvents } from './en/minutes';
import { notices } from './en/notices';
import { organisers } from './en/organisers';
import { planEvents, plans } from './en/plans';
import { proposalEvents, proposals } from './en/proposals';
import { refusals } from './en/refusals';
import { registrationEvents, registrations } from './en/registrations';
import { search } from './en/search';
import { threadEvents, threads } from './en/threads';
import { validation } from './en/validation';
import type { EventSentences } from './types';
import type { da } from './da';

const events: EventSentences = { ...meetingEvents, ...proposalEvents, ...agendaEvents, ...registrationEvents, ...minutesEvents, ...threadEvents, ...planEvents, ...memberEvents };

export const en: typeof da = { common, validation, refusals, events, front, mail, meetings, members, minutes, notices, organisers, plans, proposals, agenda, registrations, search, threads };
