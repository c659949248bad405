import { t } from '../../../core/localize';
import type { RunRowField, RunSwitchField, RunTextField } from '../../../core/run/run-form-fields';

/** Fields behind a heading that is closed while none of them is filled. */
export interface RunFormGroup {
  readonly title: string;
  readonly texts?: readonly RunTextField[];
  readonly switches?: readonly RunSwitchField[];
  readonly rows?: readonly RunRowField[];
}

/** What is always in sight of the switches. */
export const firstSwitches: readonly RunSwitchField[] = ['detached', 'interactive', 'tty', 'remove'];

/** The groups in their order. */
export function runFormGroups(): readonly RunFormGroup[] {
  return [
    { title: t('More environment'), rows: ['envFiles'], texts: ['passedOn'] },
    { title: t('Network'), rows: ['networks'], texts: ['hostname'], switches: ['publishAll'] },
    { title: t('Process'), texts: ['entrypoint', 'user', 'workdir'] },
    { title: t('Restart and limits'), texts: ['restart', 'restartAttempts', 'memory', 'cpus'] },
    {
      title: t('Health check'),
      texts: ['healthCommand', 'healthInterval', 'healthTimeout', 'healthRetries', 'healthStartPeriod'],
      switches: ['noHealthcheck'],
    },
    { title: t('Platform and pull'), texts: ['platform', 'pull'] },
    { title: t('Mounts and rights'), rows: ['mounts'], switches: ['readOnly', 'privileged'] },
    { title: t('Labels'), rows: ['labels'] },
    { title: t('More options'), texts: ['more'] },
  ];
}
