import type { App } from '../../app';
import { findShells } from '../../core/container-shells';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { own } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import { textMap } from '../../engine/json/json';
import type { ContainerTarget } from '../targets/container-targets';
import { nameInErrors } from '../targets/run-on-each';
import type { AnyCommand } from '../define';
import { showContainerLogs } from './logs';
import { showContainerChanges } from './show-changes';

const stateKey = 'containerShells';
/** Of so many images. */
const mostKept = 100;

const bestShell = ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash || exec sh'];

/** PowerShell where it is there: Nano Server has `cmd` alone. */
const bestWindowsShell = [
  'cmd',
  '/s',
  '/c',
  'if exist %SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe (powershell -NoLogo) else (cmd)',
];

/** What to run where no command is given: by the system of the container's image, which the engine tells. */
export async function usualShell(engine: Engine, container: string): Promise<readonly string[]> {
  return (await isWindows(engine, container)) ? bestWindowsShell : bestShell;
}

/** Whether the container is one of Windows. */
export async function isWindows(engine: Engine, container: string): Promise<boolean> {
  return /^windows\b/i.test((await systemOf(engine, container)) ?? engine.information.platform);
}

async function systemOf(engine: Engine, container: string): Promise<string | undefined> {
  try {
    const { Platform } = await engine.containers.inspect(container);
    return typeof Platform === 'string' && Platform !== '' ? Platform : undefined;
  } catch {
    // An engine that cannot answer says so when the shell is to be started.
    return undefined;
  }
}

/** The shells that a container has, by their paths; none where its image has none. */
export async function shellsOf(engine: Engine, target: ContainerTarget): Promise<readonly string[]> {
  return nameInErrors(
    target,
    findShells((file) => engine.containers.hasFile(target.id, file).catch(unlessRefused)),
  );
}

/** An engine that refuses to look gives no reason; it does when the shell is to be started. */
function unlessRefused(error: unknown): false {
  if (refusals.some((kind) => SlipwayError.details(error, kind))) return false;
  throw error;
}

const refusals = ['conflict', 'engineFailed', 'invalidInput', 'notFound'] as const;

/** The shell that was chosen last in a container of the same image. */
export function rememberedShell(app: App, { listed }: ContainerTarget): string | undefined {
  return listed && own(remembered(app), listed.image);
}

/** Keeps which shell was chosen for an image. */
export async function rememberShell(app: App, { listed }: ContainerTarget, shell: string): Promise<void> {
  if (!listed) return;
  const kept = Object.entries(remembered(app)).filter(([image]) => image !== listed.image);
  await app.state.set(stateKey, Object.fromEntries([...kept.slice(1 - mostKept), [listed.image, shell]]));
}

function remembered(app: App): Readonly<Record<string, string>> {
  return textMap(app.state.get(stateKey));
}

/** Says that there is no shell, and offers what works without one. Throws `cancelled`, for a program `notFound`. */
export async function refuseWithoutShell(app: App, target: ContainerTarget, programmatic: boolean): Promise<never> {
  const missing = failure('notFound', { what: 'file', name: 'sh', detail: t('The image of {0} has no shell.', target.name) });
  if (programmatic) throw missing;
  const action = (title: string, command: AnyCommand) => ({
    title,
    run: async () => {
      const { id, name, listed } = target;
      await command.run(app, { nodes: [], answers: { container: listed ? id : name }, programmatic: false });
    },
  });
  await app.show.information(
    t('The image of {0} has no shell. Its log and its changed files can be looked at without one.', oneLine(target.name)),
    action(t('Show Logs'), showContainerLogs),
    action(t('Show Changed Files'), showContainerChanges),
  );
  throw failure('cancelled', { operation: t('Open Shell') });
}
