import type { BuildState } from '../../core/build/step-state';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { buildStepNode } from '../../nodes/build-step';
import { optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { showBuild } from './build-page';
import { buildAnswer, chosenBuild } from './chosen-builds';

interface Shown {
  readonly state: BuildState;
  /** The step that is selected. */
  readonly step?: string;
}

/** Shows a build on its page. */
export const showBuildPage = defineCommand({
  id: 'slipway.builds.show',
  title: 'Show Build',
  summary: 'Opens the page of a build: a timeline of its steps, their output, and what changed since the build before.',
  icon: 'graph',
  on: [{ node: 'build' }, { node: 'buildStep' }],
  placement: { group: '3_look', order: 1 },
  palette: true,
  key: { key: 'l', views: ['builds'] },
  answers: { build: buildAnswer, step: optional(text('Id of the step to select.')) },
  result: "{ state: 'running' | 'done' | 'failed' | 'cancelled'; step?: string }",
  run: async (app, call): Promise<Shown> => {
    const build = await chosenBuild(app, call, {
      title: t('Show Build'),
      placeholder: t('Build to show'),
      accepts: () => true,
    });
    const [row] = call.nodes.filter(buildStepNode.is);
    const step = call.answers.step ?? row?.data.record.step.id;
    if (step !== undefined && !build.graph.step(step))
      throw failure('invalidInput', { field: 'step', value: step, reason: t('Build {0} has no such step.', build.number) });
    // A click on a row answers for itself, and goes on in the view.
    const { state, selected } = await showBuild(app, build, { keepsFocus: call.programmatic }, step);
    return { state, ...(selected === undefined ? {} : { step: selected }) };
  },
});
