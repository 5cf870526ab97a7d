import { EventEmitter } from 'node:events';
import type { WorkerEvents } from 'graphile-worker';
import { connect } from '~/db/client';
import type { Services } from '../services';

/** Milliseconds between two looks for dead workers. */
const LOOK_EVERY = 20_000;

type LifeSigns = {
  /** For the runners: each of their pools of workers gets a lock. */
  events: WorkerEvents;
  /** Gives the jobs of pools that are dead back to the queue; answers of how many. */
  freeDead(): Promise<number>;
  stop(): Promise<void>;
};

/**
 * The queue itself waits four hours before it takes a job from a worker that was killed. Here each pool of workers holds a lock
 * of PostgreSQL as long as its process is connected; whose lock is free is dead, and its jobs are taken up at once, by whichever
 * process sees it first. Should a living one lose its lock, a job runs twice: every job is safe to.
 */
export async function startLifeSigns({ sql, log }: Pick<Services, 'sql' | 'log'>, connectionString: string): Promise<LifeSigns> {
  // A session of its own, which nothing else may end.
  const session = connect(connectionString, 1);
  const own = new Set<string>();
  const hold = async (id: string) => void (await session.sql`select pg_try_advisory_lock(hashtextextended(${id}, 0))`);
  const warn = (error: unknown) => log.warn({ err: error }, 'life signs of jobs');

  const events = new EventEmitter() as WorkerEvents;
  // The queue notes the pool of workers that a job went to, not the worker.
  events.on('pool:create', ({ workerPool: { id } }) => {
    own.add(id);
    hold(id).catch(warn);
  });

  async function freeDead(): Promise<number> {
    const busy = await sql<{ id: string }[]>`select distinct locked_by as id from graphile_worker.jobs where locked_by is not null`;
    let freed = 0;
    for (const { id } of busy.filter(({ id }) => !own.has(id))) {
      const [row] = await sql.begin((tx) => tx<{ dead: boolean }[]>`
        with look as materialized (select pg_try_advisory_xact_lock(hashtextextended(${id}, 0)) as dead)
        select dead, case when dead then graphile_worker.force_unlock_workers(array[${id}]) end from look`);
      if (row?.dead) freed += 1;
    }
    if (freed > 0) log.warn({ pools: freed }, 'jobs of dead workers are taken up again');
    return freed;
  }

  const look = () => {
    // A connection that broke off took the locks with it: they are asked for each time, and holding one twice does no harm.
    Promise.all([...own].map(hold)).then(freeDead).catch(warn);
  };
  const timer = setInterval(look, LOOK_EVERY);
  timer.unref();
  return { events, freeDead, stop: async () => (clearInterval(timer), session.close()) };
}
