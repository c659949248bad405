import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { bodyOfContainer } from '../../core/run/body-of-container';
import { type DuplicateBody, duplicateBody, freeContainerName, hostPortsOf } from '../../core/run/duplicate';
import { wordsOfBody } from '../../core/run/words-of-body';
import { oneLine } from '../../core/untrusted';
import { containerNode } from '../../nodes/container';
import { back, type Remark } from '../../ports';
import { choice, name, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { nameInErrors } from '../targets/run-on-each';
import { describeContainer } from './described-container';

interface Result {
  readonly container: string;
  readonly name: string;
  readonly ports: DuplicateBody['moved'];
}

/** Makes a second container beside one, with the same configuration. */
export const duplicateContainer = defineCommand({
  id: 'slipway.containers.duplicate',
  title: 'Duplicate Container…',
  summary:
    'Makes a second container with the same configuration under another name, and starts it if the first one runs. Ports that are taken become the next free ones; addresses and the membership in a Compose project are not taken over.',
  icon: 'files',
  on: [{ node: 'container' }],
  placement: { group: '1_state', order: 10 },
  palette: true,
  answers: {
    container: name('Name or id of the container.'),
    name: optional(name('Name of the second one; the first one’s with a number without it.')),
    ports: optional(
      choice(['next', 'any', 'none'], 'What becomes of ports that are taken: the next free one, one that the engine chooses, none.'),
      'next',
    ),
  },
  result: '{ container: string; name: string; ports: readonly { from: number; to?: number }[] }',
  run: async (app, call): Promise<Result> => {
    const title = t('Duplicate Container');
    const target = await chooseTarget(app, call, containers, { title, placeholder: t('Container to duplicate') });
    const engine = await app.connection.engine();
    const all = await engine.containers.list({ all: true });
    const { inspected, origin } = await describeContainer(engine, target);
    const taken = new Set(all.map((container) => container.name));
    const first = bodyOfContainer(inspected, origin);
    const free = freeContainerName(first.name, taken);
    const wanted = call.answers.name ?? (call.programmatic ? free : await askName(app, title, first.name, free, taken));
    // A container that does not run has its ports all the same, as soon as it is started.
    const published = all.flatMap((container) => container.ports.flatMap(({ hostPort }) => hostPort ?? []));
    const ports = new Set([...published, ...hostPortsOf(first.body)]);
    const { body, moved, shared } = duplicateBody(first.body, ports, call.answers.ports ?? 'next');
    const starts = (inspected['State'] as Readonly<Record<string, unknown>> | undefined)?.['Running'] === true;
    const { options, image, command } = wordsOfBody({ name: wanted, body });
    app.log.command(dockerLine([starts ? 'run' : 'create', ...options, image, ...command], app.terminalShell()));
    const id = await app.progress.run(t('Duplicating {0}', oneLine(first.name)), async (_report, signal) => {
      const created = await nameInErrors(target, engine.containers.create({ name: wanted, body }, signal));
      try {
        if (signal.aborted) throw failure('cancelled', { operation: title });
        if (starts) await nameInErrors(target, nameInErrors({ id: created.id, name: wanted }, engine.containers.start(created.id)));
        return created.id;
      } catch (error) {
        await engine.containers.remove(created.id, { force: true, volumes: true }).catch((problem: unknown) => {
          app.log.error(`remove ${wanted}`, problem);
        });
        throw error;
      }
    });
    const [listed] = await nameInErrors({ id, name: wanted }, engine.containers.list({ all: true, filters: { id: [id] } }));
    if (listed) await app.show.reveal(containerNode.make({ container: listed, readAt: Date.now() }).id);
    if (!call.programmatic) tell(app, wanted, moved, shared);
    return { container: id, name: wanted, ports: moved };
  },
});

async function askName(app: App, title: string, of: string, value: string, taken: ReadonlySet<string>): Promise<string> {
  const check = (text: string): Remark | undefined => {
    const wanted = text.trim();
    if (taken.has(wanted)) return { severity: 'error', message: t('Another container has this name.') };
    if (/^[a-zA-Z0-9][\w.-]+$/.test(wanted)) return undefined;
    const message = t('A name has letters, digits, “_”, “.” and “-”, begins with a letter or digit and has two or more of them.');
    return { severity: 'error', message };
  };
  const answer = await app.ask.input({ title, prompt: t('Name of the duplicate of {0}', oneLine(of)), value, check });
  if (answer === back) throw failure('cancelled', { operation: title });
  return answer.trim();
}

function tell(app: App, name: string, moved: DuplicateBody['moved'], shared: readonly string[]): void {
  const ports = moved.map(({ from, to }) => (to === undefined ? t('port {0} left out', from) : t('port {0} is {1}', from, to)));
  const volumes = shared.length > 0 ? [t('shares {0}', oneLine(shared.join(', ')))] : [];
  const what = [...ports, ...volumes].join(', ');
  if (what !== '') app.show.information(`${oneLine(name)}: ${what}`).catch((error: unknown) => app.log.error('duplicate', error));
}
