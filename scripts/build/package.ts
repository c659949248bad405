import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { EnvironmentFailure } from '../environment/failure';
import { run } from '../environment/process';
import { projectRoot } from './bundles';

/** A packaged extension; `bytes` is the size of the file. */
export interface PackagedExtension {
  readonly file: string;
  readonly bytes: number;
}

const sizeLimit = 1_500_000;
/** What has to be shipped with the code; vsce adds the ending. */
const required = ['LICENSE', 'THIRD-PARTY-NOTICES'];

/** Packs `dist/slipway-VERSION.vsix` from what `npm run build` made. Throws when it is above 1.5 MB or lacks a licence. */
export async function packageExtension(): Promise<PackagedExtension> {
  const { version } = JSON.parse(await readFile(path.join(projectRoot, 'package.json'), 'utf8')) as { readonly version: string };
  const file = path.join(projectRoot, 'dist', `slipway-${version}.vsix`);
  await mkdir(path.dirname(file), { recursive: true });
  // Everything is bundled; there is no repository address to rewrite links with.
  const vsce = path.join(projectRoot, 'node_modules/@vscode/vsce/vsce');
  const options = ['--out', file, '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await run(process.execPath, [vsce, 'package', ...options], { cwd: projectRoot });
  const content = await readFile(file);
  // The names of its files stand in a zip archive as they are.
  for (const name of required) if (!content.includes(`extension/${name}`)) throw new EnvironmentFailure(`${file} has no ${name}`);
  const size = content.length;
  if (size > sizeLimit) throw new EnvironmentFailure(`${file} is ${size} bytes, more than ${sizeLimit}`);
  return { file, bytes: size };
}
