import type { ItemOutcome } from '~/db/schema';

type Agenda = { meetingId: string };
type Item = Agenda & { itemId: string };

declare module '~/server/write' {
  /** Stream `meeting:<id>`, as public as the meeting. */
  interface EventMap {
    /** Also on the item's `proposal:<id>` and `initiative:<id>`s. */
    'agenda.item_added': Item & { proposalId: string | null };
    'agenda.item_edited': Item & { changed: string[] };
    'agenda.item_removed': Item;
    'agenda.reordered': Agenda;
    /** The first version mails `agenda.published` at once; later ones ask the job `agenda_notice` for one notice of all that changed. */
    'agenda.published': Agenda & { number: number };
    'agenda.item_opened': Item;
    /** Also on the item's `proposal:<id>` and `initiative:<id>`s. */
    'agenda.item_closed': Item & { outcome: ItemOutcome };
  }
  interface MailMap {
    /** `since`: the version that the members were told of last; 0 for the first one. */
    'agenda.published': Agenda & { number: number; since: number };
    /** To a member who is to present an item of a meeting that is called. */
    'agenda.presenter_named': Item;
  }
}

export {};
