import { dockerLine } from '../../core/docker-line';
import type { StatsPageModel } from '../../core/stats-page';
import { text } from '../../engine/json/json';
import { names, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { targetsOfRows } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { nameInErrors } from '../targets/run-on-each';
import { statsPage } from './stats-page';

/** Opens the page of what containers use: of those that are selected, or of all that run. */
export const showStats = defineCommand({
  id: 'slipway.containers.stats',
  title: 'Show Stats',
  summary:
    'Opens live charts and a sortable table of what containers use: processors, memory, network, disk and processes; of all that run where none is given.',
  icon: 'graph-line',
  on: [
    { node: 'shownEngine', with: ['ofContainers'] },
    { node: 'container', with: ['running'] },
    { node: 'container', with: ['paused'] },
    { node: 'containerGroup', with: ['running'] },
  ],
  many: true,
  placement: { group: '3_look', order: 4 },
  titleBar: { views: ['containers'], overflow: '2_show', order: 2 },
  palette: true,
  answers: { containers: optional(names('Names or ids of the containers; all that run without them.')) },
  result: '{ engine, everything, rows: readonly { id, name, running, now?, memoryLimit, processors, totals, charted, points }[], more }',
  run: async (app, call): Promise<StatsPageModel> => {
    const named = call.answers.containers;
    const targets = named
      ? named.map((name) => ({ id: name, name }))
      : targetsOfRows(call.nodes, containers, ({ state }) => state === 'running');
    app.log.command(dockerLine(['stats', ...targets.map(({ name }) => name)], app.terminalShell()));
    const engine = await app.connection.engine();
    const ids = named
      ? await Promise.all(targets.map(async (target) => text((await nameInErrors(target, engine.containers.inspect(target.id)))['Id'])))
      : targets.map(({ id }) => id);
    return (await app.pages.open(statsPage, ids.length > 0 ? { ids: [...ids].sort() } : {})).model;
  },
});
