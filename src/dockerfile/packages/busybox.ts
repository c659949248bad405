import type { Stage } from '../model';
import { commandsNamed } from '../shell/programs';

/** Whether the programs of BusyBox are to be expected: by the name of the base image, or because apk is used. */
export function isBusyBoxImage(stage: Stage | undefined): boolean {
  for (let at = stage; at !== undefined; at = at.parent) {
    if (/alpine|busybox/i.test(at.base)) return true;
    if (at.named('RUN').some(({ script }) => commandsNamed(script, 'apk').length > 0)) return true;
  }
  return false;
}
