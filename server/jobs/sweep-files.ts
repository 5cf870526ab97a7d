import { sweepFiles } from '../domain/attachments/commands';
import { sweepIncoming } from '../http/upload';
import type { Services } from '../services';

/** Once a night: bytes that no file has any more, and what broken-off sends left behind. */
export async function sweepStored(services: Services): Promise<void> {
  const { swept } = await sweepFiles(services.makeCtx(null));
  await sweepIncoming(services.config.dataDir, services.now());
  if (swept > 0) services.log.info({ swept }, 'files swept');
}
