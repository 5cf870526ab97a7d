import { Logger, run, type Runner, type TaskList } from 'graphile-worker';
import { noticeAgenda } from '../domain/agenda/commands';
import { dropFile } from '../domain/attachments/commands';
import { carryOver } from '../domain/continuations/commands';
import { followUp } from '../domain/follow-up/commands';
import { tellProposers, type Told } from '../domain/progress/commands';
import { tellInitiative } from '../domain/news/commands';
import { moveUpWaiting } from '../domain/registrations/commands';
import { sendReminders } from '../domain/reminders/commands';
import { gatherDigest } from '../domain/subscriptions/commands';
import { storedTitles } from '../i18n/stored-titles';
import { deliverMail } from '../mail/deliver';
import { readMailbox } from '../mail/inbound/mailbox';
import type { Post } from '../mail/transport';
import type { Services } from '../services';
import { approveMinutesWhenDue } from './approve-minutes';
import { startLifeSigns } from './life-signs';
import { sweepStored } from './sweep-files';
import { tidy } from './tidy';

/** Every job by its name. A job is safe to run twice: it looks at what is already done. */
export function taskList(services: Services, post: Post): TaskList {
  return {
    approve_minutes: async (payload) => approveMinutesWhenDue(services, (payload as { minutesId: string }).minutesId),
    carry_over: async () => {
      await carryOver(services.makeCtx(null));
    },
    follow_up: async () => {
      await followUp(services.makeCtx(null), storedTitles);
    },
    agenda_notice: async (payload) => {
      await noticeAgenda(services.makeCtx(null), (payload as { meetingId: string }).meetingId);
    },
    move_up_waiting: async (payload) => moveUpWaiting(services.makeCtx(null), (payload as { meetingId: string }).meetingId),
    drop_file: async (payload) => dropFile(services.makeCtx(null), (payload as { attachmentId: string }).attachmentId),
    sweep_files: async () => sweepStored(services),
    tidy: async () => tidy(services),
    tell_proposers: async (payload) => tellProposers(services.makeCtx(null), payload as Told),
    tell_initiative: async (payload) => tellInitiative(services.makeCtx(null), payload as { stream: string; seq: number }),
    remind: async () => {
      await sendReminders(services.makeCtx(null));
    },
    read_mailbox: async () => {
      if (services.config.inbound.mailbox) await readMailbox(services, services.config.inbound.mailbox);
    },
    send_digest: async (payload) => {
      const { memberId, pace } = payload as { memberId: string; pace: 'daily' | 'weekly' };
      await gatherDigest(services.makeCtx(null), memberId, pace);
    },
    deliver_mail: async (payload) => deliverMail(services, post, (payload as { mailId: string }).mailId),
  };
}

/** What runs by the clock (UTC); one process of them all does it. */
export const crontab = ({ mailbox }: Services['config']['inbound']): string => [
  '*/10 * * * * remind', '17 2 * * * sweep_files', '43 2 * * * tidy',
  // One reading at a time; one that fails is not tried again by itself, for the next minute does.
  ...(mailbox ? ['* * * * * read_mailbox ?max=1&queue=mailbox&jobKey=read_mailbox'] : []),
].join('\n');

/**
 * Works the queue until stopped. Several processes may do so at once, and what one leaves undone when it is killed another takes
 * up. Mail has workers of its own: a mail server that does not answer holds up nothing else.
 */
export async function startJobs(services: Services, post: Post, connectionString: string): Promise<{ stop(): Promise<void> }> {
  const { deliver_mail, ...others } = taskList(services, post);
  const signs = await startLifeSigns(services, connectionString);
  const common = { connectionString, events: signs.events, noHandleSignals: true, pollInterval: 2_000, logger: quiet(services) };
  const runners: Runner[] = [await run({ ...common, concurrency: 4, taskList: { ...others }, crontab: crontab(services.config.inbound) }), await run({ ...common, concurrency: 4, maxPoolSize: 5, taskList: { deliver_mail } as TaskList })];
  await signs.freeDead();
  return {
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()));
      await signs.stop();
    },
  };
}

const quiet = ({ log }: Services) => new Logger(() => (level, message) => {
  if (level === 'error') log.error({ job: true }, message);
  else if (level === 'warning') log.warn({ job: true }, message);
});
