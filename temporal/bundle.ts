// Bundles the workflows: at a worker's start in development and tests, at build time in production.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';

/** About a second; the code is the same for every worker of this version. */
export async function bundleWorkflows(): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: pathOf('../workflows/index.ts'),
    workflowInterceptorModules: [pathOf('../workflows/correlation.ts')],
    logger: new DefaultLogger('WARN'),
  });
}

const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

if (import.meta.main) {
  const target = process.argv[2];
  if (!target) throw new Error('Usage: node temporal/bundle.ts <file to write>');
  await writeFile(target, (await bundleWorkflows()).code);
}
