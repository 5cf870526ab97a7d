export { LevelBar, type LevelCounts } from './level-bar';
export { MilestoneTimeline, type TimelineRow } from './milestone-timeline';
