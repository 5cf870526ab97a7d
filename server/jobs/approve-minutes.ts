import { approveTacitly } from '../domain/minutes/commands';
import type { Services } from '../services';

/** Tacit approval, by nobody: runs when the date for corrections has passed, and when the last late correction is decided. */
export async function approveMinutesWhenDue(services: Services, minutesId: string): Promise<void> {
  await approveTacitly(services.makeCtx(null), minutesId);
}
