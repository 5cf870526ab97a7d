export { Alert, Notice, type AlertTone } from './alert';
export { Card, CardGrid } from './card';
export { ButtonLink, EmptyState, Facts, History, LinkList, Pager, PlainText, Prose, ShortHistory, When, type HistoryEntry, type LinkItem } from './content';
export { PageHeader, Section, type Crumb } from './header';
export { Icon, type IconName } from './icon';
export { pageMeta } from './page-meta';
export { ExampleTag, Level, Tag, type TagTone } from './tag';
