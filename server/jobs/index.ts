import { Logger, run, type Runner, type TaskList } from 'graphile-worker';
import { carryOver } from '../domain/proposals/commands';
import { moveUpWaiting } from '../domain/registrations/commands';
import { deliverMail } from '../mail/deliver';
import type { Post } from '../mail/transport';
import type { Services } from '../services';
import { approveMinutesWhenDue } from './approve-minutes';

/** Every job by its name. A job is safe to run twice: it looks at what is already done. */
export function taskList(services: Services, post: Post): TaskList {
  return {
    approve_minutes: async (payload) => approveMinutesWhenDue(services, (payload as { minutesId: string }).minutesId),
    carry_over: async () => {
      await carryOver(services.makeCtx(null));
    },
    move_up_waiting: async (payload) => moveUpWaiting(services.makeCtx(null), (payload as { meetingId: string }).meetingId),
    deliver_mail: async (payload) => deliverMail(services, post, (payload as { mailId: string }).mailId),
  };
}

/** Works the queue until stopped. Several processes may do so at once. */
export async function startJobs(services: Services, post: Post, connectionString: string): Promise<Runner> {
  return run({ connectionString, concurrency: 4, noHandleSignals: true, pollInterval: 2_000, taskList: taskList(services, post), logger: quiet(services) });
}

const quiet = ({ log }: Services) => new Logger(() => (level, message) => {
  if (level === 'error') log.error({ job: true }, message);
  else if (level === 'warning') log.warn({ job: true }, message);
});
