export { CheckField, CheckGroup, Hidden, RadioField, SelectField, type Option } from './choice-fields';
export { ConflictNotice } from './conflict-notice';
export { useHeldAnswer } from './held-answer';
export { PostForm } from './post-form';
export { ButtonForm, SubmitButton, type ButtonVariant } from './submit';
export { TextArea, TextField } from './text-fields';
