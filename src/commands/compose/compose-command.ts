import type { App } from '../../app';
import { failure } from '../../core/errors';
import { oneLine } from '../../core/untrusted';
import { type AnyCommand, defineCommand } from '../define';
import { composeAnswers, composeFileInExplorer, type ComposeTarget, composeTarget, oneComposeTarget, requireFiles } from './compose-target';
import { runCompose } from './run-compose';

/** A question before a verb, with the files that are meant below it. */
export interface ComposeQuestion {
  readonly message: string;
  /** Said below the files. */
  readonly lines?: readonly string[];
}

interface Verb {
  readonly id: `slipway.compose.${string}`;
  readonly title: string;
  readonly summary: string;
  readonly icon: string;
  readonly order: number;
  /** Translated. */
  readonly name: () => string;
  /** Words behind those that say which project is meant. */
  readonly words: readonly string[];
  /** Without its files Compose could do nothing. */
  readonly needsFiles: boolean;
  /** What a user is asked first; nothing where the verb takes nothing away and is not told by others what to do. */
  readonly question?: (target: ComposeTarget) => ComposeQuestion | undefined;
}

/** A verb that the installed Compose program does with a project. */
export function composeCommand({ order, name, words, needsFiles, question, ...rest }: Verb): AnyCommand {
  return defineCommand({
    ...rest,
    on: [{ node: 'containerGroup' }],
    placement: { group: '1_run', order },
    palette: true,
    editor: { group: `1_modification@${String(order + 10)}`, file: composeFileInExplorer },
    explorer: { group: '7_slipway', file: composeFileInExplorer },
    answers: composeAnswers,
    oneOf: oneComposeTarget,
    result: '{ readonly project: string }',
    run: async (app, call): Promise<{ readonly project: string }> => {
      const title = name();
      requireTrust(app, title);
      const target = await composeTarget(app, call, title);
      if (needsFiles) requireFiles(target);
      const asked = call.programmatic ? undefined : question?.(target);
      if (asked)
        await app.ask.confirm(asked.message, title, [...target.files.map((file) => oneLine(file, 500)), ...(asked.lines ?? [])].join('\n'));
      await runCompose(app, { title, target, words, programmatic: call.programmatic });
      return { project: target.name };
    },
  });
}

/** Compose files are programs: they say what is run and what of the disk it gets. */
function requireTrust(app: App, title: string): void {
  if (!app.trust.isGranted) throw failure('restrictedMode', { name: title, wants: 'terminal' });
}
