import type { App } from '../../app';
import { checkedFileName, childPath, wrongFileName } from '../../core/files/file-path';
import { failure } from '../../core/errors';
import { back } from '../../ports';
import type { CommandCall } from '../define';
import { chooseFile, type FileTarget, folderOf, oneLineName } from '../targets/file-targets';

interface Given {
  readonly container?: string;
  readonly volume?: string;
  readonly path?: string;
  readonly name?: string;
}

/** Where something new goes, with its name: as it was given, or asked for. */
export async function askNewEntry(
  app: App,
  call: CommandCall<Given>,
  { title, prompt }: { readonly title: string; readonly prompt: (folder: string) => string },
): Promise<{ readonly target: FileTarget; readonly folder: string; readonly path: string }> {
  const target = await chooseFile(app, call, title);
  const folder = folderOf(target);
  const given =
    call.answers.name ??
    (await app.ask.input({
      title,
      prompt: prompt(oneLineName(target, folder)),
      check: (value) => {
        const message = value === '' ? undefined : wrongFileName(value);
        return message === undefined ? undefined : { severity: 'error', message };
      },
    }));
  if (given === back || given === '') throw failure('cancelled', { operation: title });
  return { target, folder, path: childPath(folder, checkedFileName(given)) };
}
