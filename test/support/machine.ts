import { describe, expect, it } from 'vitest';
import { asRefusal, type RefusalCode } from '~/server/refusal';

/** What comes of a command: the state it leads to, or why it is refused. */
export type Cell = `-> ${string}` | RefusalCode;

type Machine<S extends string, C extends string, T> = {
  /** A fresh subject in each state, made by the commands that lead there. `submitted, late` is a case of `submitted`. */
  states: Record<S, () => Promise<T>>;
  /** The state as the database holds it, and the whole row: what is refused changes nothing of it. */
  look: (subject: T) => Promise<{ state: string; row: unknown }>;
  commands: Record<C, (subject: T) => Promise<unknown>>;
  /** Each command in each state: the type asks for every pair. */
  table: Record<NoInfer<S>, Record<NoInfer<C>, Cell>>;
};

/** A state machine as a table, every pair of which is tried through the real commands. */
export function machine<S extends string, C extends string, T>(name: string, { states, look, commands, table }: Machine<S, C, T>): void {
  const pairs = (Object.keys(states) as S[]).flatMap((state) => (Object.keys(commands) as C[]).map((command) => [state, command, table[state][command]] as const));
  describe(name, () => {
    it.each(pairs)('%s: %s is %s', async (state, command, cell) => {
      const subject = await states[state]();
      const before = await look(subject);
      expect(before.state).toBe(state.split(', ')[0]);
      const outcome = await commands[command](subject).then(() => 'done', codeOf);
      const after = await look(subject);
      if (cell.startsWith('-> ')) expect([outcome, `-> ${after.state}`]).toEqual(['done', cell]);
      else expect([outcome, after]).toEqual([cell, before]);
    });
  });
}

function codeOf(error: unknown): RefusalCode {
  const refusal = asRefusal(error);
  if (!refusal) throw error;
  return refusal.code;
}

/** The name of the constraint that refuses a row written straight to the database; `allowed` when none does. */
export async function constraintOf(writing: Promise<unknown>): Promise<string> {
  const outcome = await writing.then(() => null, (error: unknown) => error);
  if (outcome === null) return 'allowed';
  const cause = (outcome as { cause?: unknown }).cause ?? outcome;
  const { constraint_name: constraint, message } = cause as { constraint_name?: string; message?: string };
  return constraint ?? message ?? 'unknown';
}
