import { t } from '../core/localize';
import { oneLine } from '../core/untrusted';
import { defineNode, type Node } from './define';
import { runConfigurationNode, type RunConfigurationData } from './run-configuration';

/** The run configurations of the project and of the user, and what is wrong with the file. */
export const runConfigurationGroupNode = defineNode<{
  readonly configurations: readonly RunConfigurationData[];
  readonly problem?: { readonly reason: string; readonly line: number };
}>({
  kind: 'runConfigurationGroup',
  id: () => 'project',
  view: ({ configurations, problem }) => ({
    label: t('Run Configurations'),
    description: problem ? t('line {0}: {1}', problem.line, oneLine(problem.reason)) : String(configurations.length),
    icon: problem ? 'warning' : 'run-all',
    accessibleLabel: problem
      ? t('Run configurations, line {0} of the file: {1}', problem.line, oneLine(problem.reason))
      : t('Run configurations, {0}', configurations.length),
    flags: problem || configurations.some(({ keptFor }) => keptFor === 'project') ? ['inFile' as const] : [],
    expandable: 'expanded',
  }),
  children: ({ configurations }): readonly Node[] => configurations.map((configuration) => runConfigurationNode.make(configuration)),
});
