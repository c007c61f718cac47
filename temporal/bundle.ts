// Bundles the workflows: at a worker's start in development and tests, at build time in production.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';
import { readNamedFile, unfit } from './named-file.ts';

/** About a second; the code is the same for every worker of this version. */
export async function bundleWorkflows(): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: pathOf('../workflows/index.ts'),
    workflowInterceptorModules: [pathOf('../workflows/correlation.ts')],
    logger: new DefaultLogger('WARN'),
  });
}

/**
 * The bundle that WORKFLOW_BUNDLE_PATH names. Throws an Error of one sentence for a file that is none, or not a whole
 * one: it ends with its source map.
 */
export function readBundle(path: string): { codePath: string } {
  const code = readNamedFile('WORKFLOW_BUNDLE_PATH', path).toString();
  if (!/__TEMPORAL__/.test(code) || !/\n\/\/# sourceMappingURL=data:[^\n]*\n?$/.test(code))
    throw unfit('WORKFLOW_BUNDLE_PATH', 'that `npm run bundle` did not write');
  return { codePath: path };
}

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

if (import.meta.main) {
  const target = process.argv[2];
  if (!target) throw new Error('Usage: node temporal/bundle.ts <file to write>');
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, (await bundleWorkflows()).code);
}
