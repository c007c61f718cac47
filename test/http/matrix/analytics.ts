// Figures in the matrix.
import { plain, type Entries } from './entry.ts';

export const ANALYTICS: Entries = {
  readAnalyticsOverview: plain,
  listGoalProgress: { ask: () => ({}) },
  listMissedByCategory: plain,
  listWeeklyCompletion: plain,
  readBestHours: plain,
  readAnsweredChannels: plain,
};
