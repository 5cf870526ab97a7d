import type { Services } from '~/server/services';

/** On the very first start loads the example network; answers what to tell whoever started it. */
export async function firstStart(_services: Services): Promise<string> {
  return '';
}
