// An import as its person sees it.
import type { AccountImport } from './import.entity.ts';

export interface ImportView extends Pick<AccountImport, 'id' | 'source' | 'createdAt' | 'report'> {
  appliedAt: Date | null;
  result: AccountImport['result'] | null;
}

export const viewImport = ({
  id,
  source,
  createdAt,
  report,
  appliedAt,
  result,
}: AccountImport): ImportView => ({
  id,
  source,
  createdAt,
  report,
  appliedAt: appliedAt ?? null,
  result: result ?? null,
});
