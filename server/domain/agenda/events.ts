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
    /** Mails `agenda.published`. */
    'agenda.published': Agenda & { number: number };
    'agenda.item_opened': Item;
    /** Also on the item's `proposal:<id>` and `initiative:<id>`s. */
    'agenda.item_closed': Item & { outcome: ItemOutcome };
  }
  interface MailMap {
    'agenda.published': Agenda & { number: number };
  }
}

export {};
