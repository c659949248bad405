import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from './build/bundles';
import { bundledPackages, noticesText } from './build/notices';

/**
 * Writes `THIRD-PARTY-NOTICES`, the licences of what is bundled. With `--check` it only says whether the
 * file is as it would be written.
 */
async function main(): Promise<void> {
  const file = path.join(projectRoot, 'THIRD-PARTY-NOTICES');
  const text = noticesText(await bundledPackages());
  if (!process.argv.includes('--check')) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) throw new Error('THIRD-PARTY-NOTICES is stale (run npm run generate)');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
