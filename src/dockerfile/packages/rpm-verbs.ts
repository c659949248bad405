import type { ShellCommand, ShellWord } from '../shell/shell-command';

/**
 * Subcommands of dnf, microdnf and yum that download packages to install them, by all their names: dnf(8), dnf5(8),
 * yum(8) and the plug-ins builddep and debuginfo-install.
 */
const installing = new Set([
  ...['install', 'in', 'install-n', 'install-na', 'install-nevra', 'localinstall', 'groupinstall', 'group-install'],
  ...['upgrade', 'update', 'up', 'upgrade-to', 'update-to', 'localupdate', 'groupupdate', 'group-update', 'groupupgrade'],
  ...['upgrade-minimal', 'update-minimal', 'up-min', 'reinstall', 'rei', 'downgrade', 'dg', 'swap'],
  ...['distro-sync', 'distrosync', 'dsync', 'distribution-synchronization', 'builddep', 'build-dep', 'debuginfo-install'],
]);

/** Those that have subcommands of their own. */
const parents = new Set(['group', 'groups', 'grp', 'module', 'environment']);
const inParents = new Set(['install', 'upgrade', 'update', 'switch-to']);

/** Those behind which nothing is installed, whatever words follow. */
const others =
  /^(?:remove|rm|erase|rem|autoremove|autoerase|clean|list|ls|info|search|se|provides|prov|whatprovides|rq|repoquery|repolist|repoinfo|config-manager|makecache|mc|check|check-update|check-upgrade|history|mark|versionlock|download|alias|shell|copr|deplist|updateinfo|advisory)$/;

/** The word that makes dnf, microdnf or yum fill its cache with what it installs. */
export function installingVerb(command: ShellCommand): ShellWord | undefined {
  const { words } = command;
  const at = words.findIndex(({ value }) => installing.has(value) || parents.has(value) || others.test(value));
  const verb = words[at];
  if (verb === undefined || others.test(verb.value)) return undefined;
  if (installing.has(verb.value)) return verb;
  return words.slice(at + 1).find(({ value }) => !value.startsWith('-') && inParents.has(value));
}
