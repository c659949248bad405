import { t } from '../localize';
import { BadValue, listOf, type RunDraft } from './draft';
import { putVolumes } from './mounts';
import { putNetworks } from './networks';
import { putPorts } from './ports';
import { putCapabilities, putEnvironment, putLabels } from './texts';

/** Puts together what several options make up, and refuses options that exclude each other. */
export function putParts(draft: RunDraft): void {
  putPorts(draft);
  putVolumes(draft);
  putEnvironment(draft);
  putLabels(draft);
  putCapabilities(draft);
  putNetworks(draft);
  putHealth(draft);
  putLogging(draft);
  if (draft.cdiDevices.length > 0) {
    listOf(draft.host, 'DeviceRequests').push({ Driver: 'cdi', Count: 0, DeviceIDs: draft.cdiDevices });
  }
  if (draft.ulimits.size > 0) {
    draft.host['Ulimits'] = [...draft.ulimits.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }
  if (draft.remove) draft.host['AutoRemove'] = true;
  if (draft.restart && draft.restart.Name !== 'no' && draft.restart.Name !== '') {
    if (draft.remove) throw new BadValue(t('{0} and {1} cannot be used together.', '--rm', '--restart'));
    draft.host['RestartPolicy'] = draft.restart;
  }
  if (draft.detached && draft.attach.size > 0) throw new BadValue(t('{0} and {1} cannot be used together.', '--detach', '--attach'));
}

function putHealth(draft: RunDraft): void {
  const { command = '', interval = 0, timeout = 0, startPeriod = 0, startInterval = 0, retries = 0, none } = draft.health;
  const any = command !== '' || interval + timeout + startPeriod + startInterval + retries > 0;
  if (none && any) throw new BadValue(t('{0} and {1} cannot be used together.', '--no-healthcheck', '--health-…'));
  if (none) draft.config['Healthcheck'] = { Test: ['NONE'] };
  else if (any) {
    draft.config['Healthcheck'] = {
      ...(command !== '' && { Test: ['CMD-SHELL', command] }),
      ...(interval > 0 && { Interval: interval }),
      ...(timeout > 0 && { Timeout: timeout }),
      ...(startPeriod > 0 && { StartPeriod: startPeriod }),
      ...(startInterval > 0 && { StartInterval: startInterval }),
      ...(retries > 0 && { Retries: retries }),
    };
  }
}

function putLogging({ host, logDriver, logOptions }: RunDraft): void {
  const any = Object.keys(logOptions).length > 0;
  if (logDriver === 'none' && any) throw new BadValue(t('The log driver "none" takes no options.'));
  if (logDriver !== '' || any) host['LogConfig'] = { Type: logDriver, Config: logOptions };
}
