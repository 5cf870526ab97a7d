import { Logger, run, type Runner, type TaskList } from 'graphile-worker';
import { deliverMail } from '../mail/deliver';
import type { Post } from '../mail/transport';
import type { Services } from '../services';

/** Every job by its name. A job is safe to run twice: it looks at what is already done. */
export function taskList(services: Services, post: Post): TaskList {
  return {
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
