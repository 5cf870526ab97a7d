import { agenda, agendaEvents } from './da/agenda';
import { common } from './da/common';
import { front } from './da/front';
import { mail } from './da/mail';
import { meetingEvents, meetings } from './da/meetings';
import { memberEvents, members } from './da/members';
import { minutes, minutesEvents } from './da/minutes';
import { notices } from './da/notices';
import { organisers } from './da/organisers';
import { planEvents, plans } from './da/plans';
import { proposalEvents, proposals } from './da/proposals';
import { refusals } from './da/refusals';
import { registrationEvents, registrations } from './da/registrations';
import { search } from './da/search';
import { threadEvents, threads } from './da/threads';
import { validation } from './da/validation';
import type { EventSentences } from './types';

const events: EventSentences = { ...meetingEvents, ...proposalEvents, ...agendaEvents, ...registrationEvents, ...minutesEvents, ...threadEvents, ...planEvents, ...memberEvents };

export const da = { common, validation, refusals, events, front, mail, meetings, members, minutes, notices, organisers, plans, proposals, agenda, registrations, search, threads };
