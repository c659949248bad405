import { t } from '../../core/localize';
import { withoutSecrets } from '../../core/secrets';
import type { DetailRow, ReadFacet } from './facet';

/** So many rows; the page of the container has a table of more. */
const mostProcesses = 200;

/** The processes of a container that runs, as its engine's `ps` lists them. */
export const processesFacet: ReadFacet = {
  id: 'processes',
  icon: 'server-process',
  label: () => t('Processes'),
  spoken: (name) => t('Processes of {0}', name),
  has: ({ state }) => state === 'running',
  none: () => t('The engine lists none.'),
  staleBy: /^(?:exec_start|exec_die|start|restart|unpause)/,
  async read({ id }, app, signal) {
    const engine = await app.connection.engine(signal);
    const { titles, processes } = await engine.containers.top(id, signal);
    const column = (...names: readonly string[]): number => titles.findIndex((title) => names.includes(title.toUpperCase()));
    const [pid, user] = [column('PID', 'HPID'), column('USER', 'UID', 'HUSER')];
    const command = Math.max(column('CMD', 'COMMAND', 'ARGS'), 0) || titles.length - 1;
    return processes.slice(0, mostProcesses).map((row): DetailRow => {
      // Arguments may hold secrets, as those of the log do.
      const cells = row.map((cell) => withoutSecrets(cell));
      const [said = '', number = '', owner = ''] = [cells[command], cells[pid], cells[user]];
      const words = [number, owner].filter(Boolean).join(' · ');
      return {
        key: `processes/${number}`,
        label: said,
        description: words,
        icon: 'terminal',
        spoken: t('Process {0}, {1}', number, [said, owner].filter(Boolean).join(', ')),
        facts: titles.map((title, index) => [title, cells[index] ?? ''] as const),
        copied: said,
      };
    });
  },
};
