import { Logger, run, type Runner, type TaskList } from 'graphile-worker';
import { noticeAgenda } from '../domain/agenda/commands';
import { dropFile } from '../domain/attachments/commands';
import { carryOver } from '../domain/continuations/commands';
import { followUp } from '../domain/follow-up/commands';
import { tellProposers, type Told } from '../domain/progress/commands';
import { moveUpWaiting } from '../domain/registrations/commands';
import { sendReminders } from '../domain/reminders/commands';
import { gatherDigest } from '../domain/subscriptions/commands';
import { storedTitles } from '../i18n/stored-titles';
import { deliverMail } from '../mail/deliver';
import type { Post } from '../mail/transport';
import type { Services } from '../services';
import { approveMinutesWhenDue } from './approve-minutes';
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
    remind: async () => {
      await sendReminders(services.makeCtx(null));
    },
    send_digest: async (payload) => {
      const { memberId, pace } = payload as { memberId: string; pace: 'daily' | 'weekly' };
      await gatherDigest(services.makeCtx(null), memberId, pace);
    },
    deliver_mail: async (payload) => deliverMail(services, post, (payload as { mailId: string }).mailId),
  };
}

/** What runs by the clock (UTC); one process of them all does it. */
const crontab = ['*/10 * * * * remind', '17 2 * * * sweep_files', '43 2 * * * tidy'].join('\n');

/** Works the queue until stopped. Several processes may do so at once. */
export async function startJobs(services: Services, post: Post, connectionString: string): Promise<Runner> {
  return run({ connectionString, concurrency: 4, noHandleSignals: true, pollInterval: 2_000, taskList: taskList(services, post), crontab, logger: quiet(services) });
}

const quiet = ({ log }: Services) => new Logger(() => (level, message) => {
  if (level === 'error') log.error({ job: true }, message);
  else if (level === 'warning') log.warn({ job: true }, message);
});
