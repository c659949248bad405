import type { ImageName } from './image-name';

/** The system that an image is made for. */
export type ImageSystem = 'windows' | 'linux';

/** Microsoft's own repositories that hold nothing but images for Windows. */
const windowsRepository =
  /(?:^|\/)(?:windows|windows-cssc|nanoserver|windowsservercore)(?:\/|$)|(?:^|\/)dotnet\/framework(?:\/|$)|^microsoft\/(?:dotnet-framework|aspnet|iis|wcf)(?:\/|$)/i;
const windowsTag = /nanoserver|windows|servercore|ltsc20\d\d/i;

/** Distributions, and images of Docker Hub that are made for Linux alone. */
const linuxRepository =
  /^(?:docker\.io\/)?(?:library\/)?(?:adminer|almalinux|alpine|alt|amazonlinux|archlinux|bash|buildpack-deps|busybox|caddy|centos|clearlinux|composer|debian|docker|elixir|erlang|fedora|gcc|ghost|haproxy|haskell|httpd|mageia|mariadb|memcached|mysql|nginx|node|oraclelinux|perl|photon|php|postgres|rabbitmq|redis|registry|rockylinux|ros|ruby|rust|sl|sourcemage|tomcat|traefik|ubuntu|wordpress)$|(?:^|\/)(?:opensuse|ubi\d+|ubi\d+-minimal|kalilinux|rockylinux|almalinux|wolfi-base|azurelinux|cbl-mariner|manylinux[\w]*|distroless)(?:\/|$)|^(?:cgr\.dev|public\.ecr\.aws\/(?:amazonlinux|ubuntu|debian)|quay\.io\/(?:centos|fedora|pypa))\//i;
const linuxTag =
  /alpine|debian|ubuntu|linux|musl|slim|\b(?:ubi\d|jessie|stretch|buster|bullseye|bookworm|trixie|forky|xenial|bionic|focal|jammy|noble|fedora\d*|rocky\d*|mariner[\d.]*|chiseled)\b/i;

/** The system that platform and name of an image tell; `undefined` where they leave it open. */
export function systemOfImage(
  { repository, tag = '' }: Pick<ImageName, 'repository' | 'tag'>,
  platform: string | undefined,
): ImageSystem | undefined {
  const os = /^(windows|linux)(?:[/(]|$)/i.exec(platform ?? '')?.[1]?.toLowerCase();
  if (os === 'windows' || os === 'linux') return os;
  if (windowsRepository.test(repository) || windowsTag.test(tag)) return 'windows';
  return linuxRepository.test(repository) || linuxTag.test(tag) ? 'linux' : undefined;
}

const linuxText =
  /(?:^|[\s;&|(])(?:apt-get|apt|apk|yum|dnf|microdnf|zypper|pacman|sudo|chmod|chown|useradd|groupadd|adduser|addgroup|mkdir -p|rm -r?f?)\s/;
const windowsText =
  /\b(?:powershell|pwsh|choco|msiexec|setx|icacls|xcopy|robocopy)\b|\bcmd(?:\.exe)?\s+\/|\breg(?:\.exe)?\s+add\b|\b[A-Za-z]:[\\/]|\.(?:exe|msi|ps1|bat)\b|\$env:|%\w+%/i;

/** The system for which commands are written; `undefined` where they do not tell, or tell of both. */
export function systemOfCommands(text: string): ImageSystem | undefined {
  const isLinux = linuxText.test(text);
  const isWindows = windowsText.test(text);
  return isLinux === isWindows ? undefined : isLinux ? 'linux' : 'windows';
}
