import { endingOf } from '~/server/domain/attachments/schema';
import { useT } from '../shell/contexts';

/** That a file came or went, on a history: its kind and size. Its name is on the list for as long as it is there. */
export function AttachmentStep({ type, file }: { type: 'attachment.added' | 'attachment.removed'; file: Record<string, unknown> }) {
  const t = useT().attachments;
  return (
    <>
      <strong>{type === 'attachment.added' ? t.steps.added : t.steps.removed}</strong>
      <p>{endingOf(String(file.mediaType))}, {t.size(Number(file.bytes))}</p>
    </>
  );
}
