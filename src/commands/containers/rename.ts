import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { back, type Remark } from '../../ports';
import { name } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { nameInErrors } from '../targets/run-on-each';

/** Gives a container another name, whether it runs or not. */
export const renameContainer = defineCommand({
  id: 'slipway.containers.rename',
  title: 'Rename Container…',
  summary: 'Gives a container another name.',
  icon: 'edit',
  on: [{ node: 'container' }],
  placement: { group: '2_name', order: 1 },
  palette: true,
  key: { key: 'f2', views: ['containers'] },
  answers: { container: name('Name or id of the container.'), name: name('The new name.') },
  result: '{ readonly container: string }',
  run: async (app, call): Promise<{ readonly container: string }> => {
    const title = t('Rename Container');
    const target = await chooseTarget(app, call, containers, { title, placeholder: t('Container') });
    const taken = call.programmatic ? new Set<string>() : await otherNames(app, target.id);
    const answer =
      call.answers.name ??
      (await app.ask.input({
        title,
        prompt: t('New name of {0}', target.name),
        value: target.name,
        check: (value) => nameRemark(value.trim(), target.name, taken),
      }));
    if (answer === back) throw failure('cancelled', { operation: title });
    const wanted = answer.trim();
    const remark = nameRemark(wanted, target.name, taken);
    if (remark) throw failure('invalidInput', { field: 'name', value: wanted, reason: remark.message });
    app.log.command(dockerLine(['rename', target.name, wanted], app.terminalShell()));
    const engine = await app.connection.engine();
    await nameInErrors(target, engine.containers.rename(target.id, wanted));
    return { container: wanted };
  },
});

async function otherNames(app: Parameters<typeof renameContainer.run>[0], id: string): Promise<ReadonlySet<string>> {
  const all = [...(await app.inventory.read('containers')).values()];
  return new Set(all.filter((container) => container.id !== id).map((container) => container.name));
}

/** What the engine would say of the name. */
function nameRemark(wanted: string, now: string, taken: ReadonlySet<string>): Remark | undefined {
  if (!/^[a-zA-Z0-9][\w.-]+$/.test(wanted))
    return {
      severity: 'error',
      message: t('A name has letters, digits, “_”, “.” and “-”, begins with a letter or digit and has two or more of them.'),
    };
  if (wanted === now) return { severity: 'error', message: t('It has this name.') };
  return taken.has(wanted) ? { severity: 'error', message: t('Another container has this name.') } : undefined;
}
