declare module '~/server/write' {
  /** Stream `plan:<id>`. Public. */
  interface EventMap {
    'plan.published': { planId: string; initiatives: number; milestones: number };
  }
}

export {};
