import type { InitiativeNews } from '~/server/news';

declare module '~/server/write' {
  interface MailMap {
    /** Something came of an initiative: of which sort, and what it is about. */
    'initiative.news': { initiativeId: string; news: InitiativeNews; aboutId: string };
  }
}

export {};
