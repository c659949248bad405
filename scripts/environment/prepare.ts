import { debianRoot } from './debian-root';
import { canInstall, ensurePackages, type Purpose } from './packages';
import { installVSCode } from './vscode-install';

/**
 * Gets everything heavy at once, so that it is there when the suites or the first start want it. Fails silently: whoever
 * needs a part asks for it again and then gets the error.
 */
export async function prepareMachine(purposes: readonly Purpose[], say: (line: string) => void): Promise<void> {
  if (!(await canInstall())) return;
  await ensurePackages(purposes, say);
  await Promise.allSettled([
    ...(purposes.includes('root') ? [debianRoot('bookworm', say), debianRoot('forky', say)] : []),
    ...(purposes.includes('vscode') ? [installVSCode(say)] : []),
  ]);
}
