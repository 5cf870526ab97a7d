import { TextArea, TextField } from '~/app/components/form';
import { useT } from '~/app/shell/contexts';
import { limits } from '~/server/limits';

export type MeetingDefaults = { title: string; purpose: string; day: string; start: string; end: string; deadlineDay: string; deadlineTime: string; place: string; onlineUrl: string; capacity: string };

/** The fields of a meeting, for making one and for changing one. */
export function MeetingFields({ defaults }: { defaults?: MeetingDefaults }) {
  const { fields } = useT().meetings;
  return (
    <>
      <TextField name="title" label={fields.title} maxLength={limits.title} defaultValue={defaults?.title} />
      <TextArea name="purpose" label={fields.purpose} hint={fields.purposeHint} maxLength={limits.purpose} rows={5} defaultValue={defaults?.purpose} />
      <div className="field-row">
        <TextField type="date" name="day" label={fields.day} defaultValue={defaults?.day} />
        <TextField type="time" name="start" label={fields.start} defaultValue={defaults?.start} />
        <TextField type="time" name="end" label={fields.end} defaultValue={defaults?.end} />
      </div>
      <div className="field-row">
        <TextField type="date" name="deadlineDay" label={fields.deadlineDay} defaultValue={defaults?.deadlineDay} />
        <TextField type="time" name="deadlineTime" label={fields.deadlineTime} defaultValue={defaults?.deadlineTime ?? '12:00'} />
      </div>
      <TextField name="place" label={fields.place} hint={fields.placeHint} required={false} maxLength={limits.place} defaultValue={defaults?.place} />
      <TextField type="url" name="onlineUrl" label={fields.onlineUrl} required={false} maxLength={limits.url} defaultValue={defaults?.onlineUrl} />
      <TextField type="number" name="capacity" label={fields.capacity} hint={fields.capacityHint} required={false} width="xs" inputMode="numeric" defaultValue={defaults?.capacity} />
    </>
  );
}
