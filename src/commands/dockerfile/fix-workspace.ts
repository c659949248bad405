import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { fixAll, type FixedText } from '../../dockerfile/fix-all';
import { back, type DockerfileText } from '../../ports';
import { names, optional } from '../answers/takes';
import { defineCommand } from '../define';

interface Result {
  readonly files: readonly { readonly uri: string; readonly fixes: number }[];
}

interface FixedFile {
  readonly file: DockerfileText;
  readonly fixed: FixedText;
}

/** Makes all safe fixes in all Dockerfiles. */
export const fixWorkspace = defineCommand({
  id: 'slipway.dockerfile.fixWorkspace',
  title: 'Fix All Dockerfiles in the Workspace…',
  summary:
    'Lists how many safe fixes each Dockerfile of the workspace would get, asks which files to fix, and fixes them in one step that can be undone.',
  palette: true,
  answers: { files: optional(names('URIs of the Dockerfiles to fix; all of the workspace without it.')) },
  result: '{ files: readonly { uri: string; fixes: number }[] }',
  run: async (app, call): Promise<Result> => {
    const fixable = await app.progress.run(t('Checking Dockerfiles'), (_report, signal) => fixableFiles(app, call.answers.files, signal));
    if (fixable.length === 0) {
      if (!call.programmatic) await app.show.information(t('No Dockerfile needs a safe fix.'));
      return { files: [] };
    }
    const chosen = call.programmatic ? fixable : await chooseFiles(app, fixable);
    await app.dockerfiles.edit(chosen.map(({ file, fixed }) => ({ file, edits: fixed.edits })));
    return { files: chosen.map(({ file, fixed }) => ({ uri: file.uri, fixes: fixed.count })) };
  },
});

async function fixableFiles(app: App, given: readonly string[] | undefined, signal: AbortSignal): Promise<readonly FixedFile[]> {
  const found: FixedFile[] = [];
  for (const uri of given ?? (await app.dockerfiles.find())) {
    if (signal.aborted) throw failure('cancelled', { operation: 'fix' });
    const file = await app.dockerfiles.read(uri);
    const fixed = fixAll(file.text, await app.dockerfiles.configuration(file.uri));
    if (fixed.edits.length > 0) found.push({ file, fixed });
  }
  return found;
}

async function chooseFiles(app: App, fixable: readonly FixedFile[]): Promise<readonly FixedFile[]> {
  const chosen = await app.ask.chooseMany(
    fixable.map((value) => ({
      label: value.file.path,
      description: value.fixed.count === 1 ? t('1 fix') : t('{0} fixes', value.fixed.count),
      picked: true,
      value,
    })),
    { title: t('Fix All Dockerfiles'), placeholder: t('Files to fix') },
  );
  if (chosen === back || chosen.length === 0) throw failure('cancelled', { operation: 'fix' });
  return chosen;
}
