import path from 'node:path';
import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { wholePath } from '../../core/program-path';
import { oneLine } from '../../core/untrusted';
import { type ComposeProgram, findCompose, startCompose } from '../../engine/compose/compose-program';
import { engineName } from '../../engine/information';
import type { TerminalStream } from '../../engine/containers/containers';
import { programHost } from '../../engine/contexts/host-environment';
import { CookedTerminal } from '../terminals/cooked-terminal';
import type { ComposeTarget } from './compose-target';

/** So much of what the program prints is told when it fails, in characters. */
const longestTold = 4_000;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs a verb of the installed Compose program on a project: in a terminal, or for a program until it has ended. Throws `unsupported`
 * where nothing is installed.
 */
export async function runCompose(
  app: App,
  { title, target, words, programmatic }: { title: string; target: ComposeTarget; words: readonly string[]; programmatic: boolean },
): Promise<void> {
  const [first] = target.files;
  const stream = await startComposeVerb(app, [...targetWords(target), ...words], first === undefined ? undefined : path.dirname(first));
  if (!programmatic) {
    const shown = new CookedTerminal(stream, { input: false, interrupt: () => stream.dispose() });
    await app.show.terminal({ name: `${title}: ${target.name}`, icon: 'layers', open: () => Promise.resolve(shown) });
    return;
  }
  await app.progress.run(t('{0}: {1}', title, oneLine(target.name)), async (_report, signal) => {
    signal.addEventListener('abort', () => stream.dispose(), { once: true });
    let said = '';
    stream.onData((piece) => (said = (said + Buffer.from(piece).toString('utf8')).slice(-longestTold)));
    const code = await new Promise<number | undefined>((resolve) => stream.onEnd(resolve));
    if (signal.aborted) throw failure('cancelled', { operation: title });
    if (stream.failure) throw stream.failure;
    if (code !== 0) throw failure('engineFailed', { operation: `compose ${words[0] ?? ''}`, status: 200, detail: said.trim() });
  });
}

/** Starts the installed Compose program in a folder. Throws `unsupported` where none is installed. */
export async function startComposeVerb(app: App, words: readonly string[], folder: string | undefined): Promise<TerminalStream> {
  const { program, environment } = await composeProgram(app);
  app.log.command(dockerLine(['compose', ...words], app.terminalShell()));
  return startCompose(program, words, { environment, ...(folder !== undefined && { folder }) });
}

/** The words that say which project is meant. */
function targetWords({ project, files, folder }: ComposeTarget): readonly string[] {
  return [
    ...(project === undefined ? [] : ['--project-name', project]),
    ...files.flatMap((file) => ['--file', file]),
    ...(folder === undefined ? [] : ['--project-directory', folder]),
  ];
}

async function composeProgram(app: App): Promise<{ readonly program: ComposeProgram; readonly environment: Environment }> {
  const host = programHost(app.host);
  const engine = await app.connection.engine();
  const environment = { ...app.host.variables, PATH: wholePath(host), ...engineVariables(app) };
  const program = await findCompose(host, environment);
  if (program) return { program, environment };
  throw failure('unsupported', {
    operation: t('Up, Down and Pull of Compose projects'),
    engine: engineName(engine.information),
    detail: t(
      'They are done by docker compose, docker-compose or podman compose, none of which is installed here. Start, Stop, Restart and Remove of a project work without them.',
    ),
  });
}

/** The engine in use, whatever docker's own choice is. */
function engineVariables({ connection: { state } }: App): Environment {
  if (state.kind !== 'connected' || state.candidate.id === 'environment') return {};
  const { id, address } = state.candidate;
  return id.startsWith('context:')
    ? { DOCKER_CONTEXT: id.slice('context:'.length), DOCKER_HOST: undefined }
    : { DOCKER_HOST: address, DOCKER_CONTEXT: undefined, DOCKER_TLS_VERIFY: undefined, DOCKER_CERT_PATH: undefined };
}
