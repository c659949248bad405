// Written by `npm run generate` from the files of this folder; do not edit.
import type { Rule } from '../rule';
import { absoluteWorkdir } from './absolute-workdir';
import { addArchive } from './add-archive';
import { apkNoCache } from './apk-no-cache';
import { aptGetYes } from './apt-get-yes';
import { aptLists } from './apt-lists';
import { aptNoRecommends } from './apt-no-recommends';
import { baseImagePlatform } from './base-image-platform';
import { consecutiveRun } from './consecutive-run';
import { copyFromItself } from './copy-from-itself';
import { copyFromStage } from './copy-from-stage';
import { copyIgnoredFile } from './copy-ignored-file';
import { copyNotAdd } from './copy-not-add';
import { copyRelative } from './copy-relative';
import { copySeveral } from './copy-several';
import { copyWholeStage } from './copy-whole-stage';
import { definitionDescription } from './definition-description';
import { dnfClean } from './dnf-clean';
import { dnfYes } from './dnf-yes';
import { envSelfReference } from './env-self-reference';
import { exposeFormat } from './expose-format';
import { exposeProtocolCasing } from './expose-protocol-casing';
import { fromAsCasing } from './from-as-casing';
import { healthcheckMissing } from './healthcheck-missing';
import { instructionCasing } from './instruction-casing';
import { instructionOrder } from './instruction-order';
import { invalidDefaultArg } from './invalid-default-arg';
import { jsonForm } from './json-form';
import { labelEmail } from './label-email';
import { labelEmpty } from './label-empty';
import { labelHash } from './label-hash';
import { labelKey } from './label-key';
import { labelLicence } from './label-licence';
import { labelMissing } from './label-missing';
import { labelSuperfluous } from './label-superfluous';
import { labelTime } from './label-time';
import { labelUrl } from './label-url';
import { labelVersion } from './label-version';
import { lastUserRoot } from './last-user-root';
import { legacyKeyValue } from './legacy-key-value';
import { noApt } from './no-apt';
import { noEmptyContinuation } from './no-empty-continuation';
import { noInlineIgnore } from './no-inline-ignore';
import { noLatest } from './no-latest';
import { noMaintainer } from './no-maintainer';
import { noPlatformFlag } from './no-platform-flag';
import { noSecrets } from './no-secrets';
import { noSudo } from './no-sudo';
import { noUseInContainer } from './no-use-in-container';
import { noZypperDistUpgrade } from './no-zypper-dist-upgrade';
import { numericUser } from './numeric-user';
import { onbuildTrigger } from './onbuild-trigger';
import { oneCmd } from './one-cmd';
import { oneEntrypoint } from './one-entrypoint';
import { oneHealthcheck } from './one-healthcheck';
import { pinApk } from './pin-apk';
import { pinAptGet } from './pin-apt-get';
import { pinDnf } from './pin-dnf';
import { pinGem } from './pin-gem';
import { pinGo } from './pin-go';
import { pinNpm } from './pin-npm';
import { pinPip } from './pin-pip';
import { pinYum } from './pin-yum';
import { pinZypper } from './pin-zypper';
import { pipNoCacheDir } from './pip-no-cache-dir';
import { pipefail } from './pipefail';
import { redundantPlatform } from './redundant-platform';
import { reservedStageName } from './reserved-stage-name';
import { shellInsteadOfLink } from './shell-instead-of-link';
import { stageNameCasing } from './stage-name-casing';
import { tagImage } from './tag-image';
import { trustedRegistry } from './trusted-registry';
import { undefinedArgInFrom } from './undefined-arg-in-from';
import { undefinedVar } from './undefined-var';
import { uniqueStageName } from './unique-stage-name';
import { useWorkdir } from './use-workdir';
import { useraddHighUid } from './useradd-high-uid';
import { validPort } from './valid-port';
import { wgetOrCurl } from './wget-or-curl';
import { wgetProgress } from './wget-progress';
import { yarnCacheClean } from './yarn-cache-clean';
import { yumClean } from './yum-clean';
import { yumYes } from './yum-yes';
import { zypperClean } from './zypper-clean';
import { zypperYes } from './zypper-yes';

/** Every rule, sorted by code. */
export const rules: readonly Rule[] = [
  instructionCasing,
  copyIgnoredFile,
  noInlineIgnore,
  absoluteWorkdir,
  noUseInContainer,
  lastUserRoot,
  useWorkdir,
  noSudo,
  tagImage,
  noLatest,
  pinAptGet,
  aptLists,
  addArchive,
  validPort,
  oneHealthcheck,
  pinPip,
  aptGetYes,
  aptNoRecommends,
  pinNpm,
  pinApk,
  apkNoCache,
  copyNotAdd,
  copySeveral,
  copyFromStage,
  copyFromItself,
  uniqueStageName,
  jsonForm,
  trustedRegistry,
  noApt,
  pinGem,
  noPlatformFlag,
  yumYes,
  yumClean,
  pinYum,
  zypperYes,
  noZypperDistUpgrade,
  zypperClean,
  pinZypper,
  dnfYes,
  dnfClean,
  pinDnf,
  pipNoCacheDir,
  onbuildTrigger,
  envSelfReference,
  copyRelative,
  useraddHighUid,
  wgetProgress,
  labelKey,
  labelMissing,
  labelSuperfluous,
  labelEmpty,
  labelUrl,
  labelTime,
  labelLicence,
  labelHash,
  labelVersion,
  healthcheckMissing,
  labelEmail,
  consecutiveRun,
  yarnCacheClean,
  instructionOrder,
  pinGo,
  reservedStageName,
  noSecrets,
  redundantPlatform,
  numericUser,
  copyWholeStage,
  noMaintainer,
  wgetOrCurl,
  oneCmd,
  oneEntrypoint,
  shellInsteadOfLink,
  pipefail,
  exposeFormat,
  exposeProtocolCasing,
  fromAsCasing,
  baseImagePlatform,
  invalidDefaultArg,
  definitionDescription,
  legacyKeyValue,
  noEmptyContinuation,
  stageNameCasing,
  undefinedArgInFrom,
  undefinedVar,
];
