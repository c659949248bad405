import { own } from './records';

/** The label by which `docker compose` says to which project a container belongs; others of its labels begin with it. */
export const composeProjectLabel = 'com.docker.compose.project';

/** The Compose project of a container by its labels; undefined for one that belongs to none. */
export function composeProjectOf({ labels }: { readonly labels: Readonly<Record<string, string>> }): string | undefined {
  return own(labels, composeProjectLabel) || undefined;
}
