// Written by `npm run generate` from the files of this folder.
import { buildAgain } from './builds/again';
import { pushBuiltImage, runBuiltImage, showBuiltImage } from './builds/built-image';
import { cancelBuild } from './builds/cancel';
import { clearBuilds } from './builds/clear';
import { compareBuild } from './builds/compare';
import { copyBuildDockerCommand } from './builds/copy-docker-command';
import { copyBuildOutput } from './builds/copy-output';
import { openBuildDockerfile } from './builds/open-dockerfile';
import { removeBuild } from './builds/remove';
import { openBuildShell } from './builds/shell';
import { showBuildPage } from './builds/show';
import { openChange } from './changes/open';
import { refreshChanges } from './changes/refresh';
import { restoreChanges } from './changes/restore';
import { composeDown } from './compose/down';
import { composeLogs } from './compose/logs';
import { composePull } from './compose/pull';
import { showComposeFile } from './compose/show-file';
import { composeUp } from './compose/up';
import { copyConfigurationComposeService } from './configurations/copy-compose-service';
import { copyConfigurationRunLine } from './configurations/copy-run-line';
import { createRunConfiguration } from './configurations/create';
import { deleteRunConfiguration } from './configurations/delete';
import { duplicateRunConfiguration } from './configurations/duplicate';
import { editRunConfiguration } from './configurations/edit';
import { runConfiguration } from './configurations/run';
import { saveRunConfiguration } from './configurations/save';
import { showConfigurationsFile } from './configurations/show-file';
import { attachToContainer } from './containers/attach';
import { changeRestartPolicy } from './containers/change-restart-policy';
import { commitContainer } from './containers/commit';
import { copyContainerComposeService } from './containers/copy-compose-service';
import { copyContainerId } from './containers/copy-id';
import { copyContainerName } from './containers/copy-name';
import { copyContainerRunLine } from './containers/copy-run-line';
import { duplicateContainer } from './containers/duplicate';
import { exportContainers } from './containers/export';
import { groupContainersByProject } from './containers/group';
import { inspectContainer } from './containers/inspect';
import { killContainers } from './containers/kill';
import { showContainerLogsInTerminal } from './containers/logs-in-terminal';
import { showContainerLogs } from './containers/logs';
import { openContainerPort } from './containers/open-port';
import { pauseContainers } from './containers/pause';
import { pruneContainers } from './containers/prune';
import { recreateContainers } from './containers/recreate';
import { removeContainers } from './containers/remove';
import { renameContainer } from './containers/rename';
import { restartContainers } from './containers/restart';
import { runInContainer } from './containers/run-command';
import { openContainerShellWithOptions } from './containers/shell-with-options';
import { openContainerShell } from './containers/shell';
import { showContainerChanges } from './containers/show-changes';
import { showStats } from './containers/show-stats';
import { showContainerPage } from './containers/show';
import { startContainers } from './containers/start';
import { stopContainersWithOptions } from './containers/stop-with-options';
import { stopContainers } from './containers/stop';
import { unpauseContainers } from './containers/unpause';
import { updateContainerLimits } from './containers/update-limits';
import { waitForContainer } from './containers/wait';
import { copyDetail } from './details/copy';
import { hideDetails } from './details/hide';
import { refreshDetails } from './details/refresh';
import { revealDetails } from './details/reveal';
import { buildDockerfileAgain } from './dockerfile/build-again';
import { buildDockerfile } from './dockerfile/build';
import { openExample } from './dockerfile/example';
import { fixWorkspace } from './dockerfile/fix-workspace';
import { proposeIgnoreFile } from './dockerfile/ignore-proposal';
import { ignoreFinding } from './dockerfile/ignore';
import { mergeRunInstructions } from './dockerfile/merge-runs';
import { pinImage } from './dockerfile/pin-image';
import { pinPackages } from './dockerfile/pin-packages';
import { showBuildContext } from './dockerfile/show-context';
import { showRule } from './dockerfile/show-rule';
import { addEngine } from './engines/add';
import { copyEngineAddress } from './engines/copy-address';
import { editEngine } from './engines/edit';
import { exportEngine } from './engines/export';
import { hideEngine } from './engines/hide';
import { showEngineInformation } from './engines/info';
import { installEngine } from './engines/install';
import { removeEngine } from './engines/remove';
import { retryEngines } from './engines/retry';
import { showEngine } from './engines/show';
import { useEngine } from './engines/use';
import { addFilesToWorkspace } from './files/add-to-workspace';
import { browseFiles } from './files/browse';
import { copyFilePath } from './files/copy-path';
import { downloadFilesCommand } from './files/download';
import { newFile } from './files/new-file';
import { newFolder } from './files/new-folder';
import { openFile } from './files/open';
import { refreshFiles } from './files/refresh';
import { removeFiles } from './files/remove';
import { renameFileCommand } from './files/rename';
import { uploadFolder } from './files/upload-folder';
import { uploadFilesCommand } from './files/upload';
import { checkImagesForUpdate } from './images/check-for-update';
import { compareImages } from './images/compare';
import { copyImageDigest } from './images/copy-digest';
import { copyImageDockerCommand } from './images/copy-docker-command';
import { copyImageId } from './images/copy-id';
import { copyPullCommand } from './images/copy-pull-command';
import { copyImageReference } from './images/copy-reference';
import { copyImagesToEngine } from './images/copy-to-engine';
import { importImage } from './images/import';
import { inspectImageJson } from './images/inspect-json';
import { inspectImage } from './images/inspect';
import { loadImages } from './images/load';
import { pruneImages } from './images/prune';
import { pullImagesAgain } from './images/pull-again';
import { pullNewerImages } from './images/pull-newer';
import { pullImage } from './images/pull';
import { pushImageTo } from './images/push-to';
import { pushImage } from './images/push';
import { removeImages } from './images/remove';
import { runImageByLine } from './images/run-by-line';
import { runImage } from './images/run';
import { saveImages } from './images/save';
import { showImageAsDockerfile } from './images/show-as-dockerfile';
import { showContainersOfImages } from './images/show-containers';
import { tagImage } from './images/tag';
import { untagImages } from './images/untag';
import { groupImagesBy, toggleDanglingImages, toggleImageDigests, toggleIntermediateImages } from './images/view-settings';
import { copyLayerCommand } from './layers/copy-command';
import { connectNetwork } from './networks/connect';
import { copyNetworkName } from './networks/copy-name';
import { createNetwork } from './networks/create';
import { disconnectNetwork } from './networks/disconnect';
import { inspectNetwork } from './networks/inspect';
import { pruneNetworks } from './networks/prune';
import { removeNetworks } from './networks/remove';
import { addRegistryRepository } from './registries/add-repository';
import { addRegistry } from './registries/add';
import { copyRegistryReference } from './registries/copy-reference';
import { logInToRegistry } from './registries/log-in';
import { logOutOfRegistry } from './registries/log-out';
import { pullFromRegistry } from './registries/pull';
import { refreshRegistries } from './registries/refresh';
import { removeRegistry } from './registries/remove';
import { showDiskUsage } from './system/disk-usage';
import { pruneBuildCache } from './system/prune-build-cache';
import { pruneSystem } from './system/prune';
import { clearContainersFilter, clearImagesFilter, clearNetworksFilter, clearVolumesFilter, filterContainers, filterImages, filterNetworks, filterVolumes } from './views/filter';
import { helpOfBuilds, helpOfContainers, helpOfEngines, helpOfImages, helpOfNetworks, helpOfRegistries, helpOfVolumes } from './views/help';
import { refreshContainers, refreshEngines, refreshImages, refreshNetworks, refreshVolumes } from './views/refresh';
import { sortImages } from './views/sort-images';
import { backUpVolume } from './volumes/backup';
import { cloneVolume } from './volumes/clone';
import { copyVolumeName } from './volumes/copy-name';
import { createVolume } from './volumes/create';
import { fillVolumeFromFolder } from './volumes/fill-from-folder';
import { inspectVolume } from './volumes/inspect';
import { pruneVolumes } from './volumes/prune';
import { removeVolumes } from './volumes/remove';
import { restoreVolume } from './volumes/restore';
import { buildPage } from './builds/build-page';
import { containerPage } from './containers/container-page';
import { logsPage } from './containers/logs-page';
import { statsPage } from './containers/stats-page';
import { buildFormPage } from './dockerfile/build-form-page';
import { contextPage } from './dockerfile/show-context-page';
import { imagePage } from './images/image-page';
import { runFormPage } from './images/run-form-page';
import { prunePage } from './prune/prune-page';
import { diskUsagePage } from './system/disk-usage-page';
import type { App } from '../app';
import type { AnyPage } from '../pages';
import type { AnyCommand } from './define';

/** Every command. */
export const commands: readonly AnyCommand[] = [
  addEngine,
  addFilesToWorkspace,
  addRegistry,
  addRegistryRepository,
  attachToContainer,
  backUpVolume,
  browseFiles,
  buildAgain,
  buildDockerfile,
  buildDockerfileAgain,
  cancelBuild,
  changeRestartPolicy,
  checkImagesForUpdate,
  clearBuilds,
  clearContainersFilter,
  clearImagesFilter,
  clearNetworksFilter,
  clearVolumesFilter,
  cloneVolume,
  commitContainer,
  compareBuild,
  compareImages,
  composeDown,
  composeLogs,
  composePull,
  composeUp,
  connectNetwork,
  copyBuildDockerCommand,
  copyBuildOutput,
  copyConfigurationComposeService,
  copyConfigurationRunLine,
  copyContainerComposeService,
  copyContainerId,
  copyContainerName,
  copyContainerRunLine,
  copyDetail,
  copyEngineAddress,
  copyFilePath,
  copyImageDigest,
  copyImageDockerCommand,
  copyImageId,
  copyImageReference,
  copyImagesToEngine,
  copyLayerCommand,
  copyNetworkName,
  copyPullCommand,
  copyRegistryReference,
  copyVolumeName,
  createNetwork,
  createRunConfiguration,
  createVolume,
  deleteRunConfiguration,
  disconnectNetwork,
  downloadFilesCommand,
  duplicateContainer,
  duplicateRunConfiguration,
  editEngine,
  editRunConfiguration,
  exportContainers,
  exportEngine,
  fillVolumeFromFolder,
  filterContainers,
  filterImages,
  filterNetworks,
  filterVolumes,
  fixWorkspace,
  groupContainersByProject,
  groupImagesBy,
  helpOfBuilds,
  helpOfContainers,
  helpOfEngines,
  helpOfImages,
  helpOfNetworks,
  helpOfRegistries,
  helpOfVolumes,
  hideDetails,
  hideEngine,
  ignoreFinding,
  importImage,
  inspectContainer,
  inspectImage,
  inspectImageJson,
  inspectNetwork,
  inspectVolume,
  installEngine,
  killContainers,
  loadImages,
  logInToRegistry,
  logOutOfRegistry,
  mergeRunInstructions,
  newFile,
  newFolder,
  openBuildDockerfile,
  openBuildShell,
  openChange,
  openContainerPort,
  openContainerShell,
  openContainerShellWithOptions,
  openExample,
  openFile,
  pauseContainers,
  pinImage,
  pinPackages,
  proposeIgnoreFile,
  pruneBuildCache,
  pruneContainers,
  pruneImages,
  pruneNetworks,
  pruneSystem,
  pruneVolumes,
  pullFromRegistry,
  pullImage,
  pullImagesAgain,
  pullNewerImages,
  pushBuiltImage,
  pushImage,
  pushImageTo,
  recreateContainers,
  refreshChanges,
  refreshContainers,
  refreshDetails,
  refreshEngines,
  refreshFiles,
  refreshImages,
  refreshNetworks,
  refreshRegistries,
  refreshVolumes,
  removeBuild,
  removeContainers,
  removeEngine,
  removeFiles,
  removeImages,
  removeNetworks,
  removeRegistry,
  removeVolumes,
  renameContainer,
  renameFileCommand,
  restartContainers,
  restoreChanges,
  restoreVolume,
  retryEngines,
  revealDetails,
  runBuiltImage,
  runConfiguration,
  runImage,
  runImageByLine,
  runInContainer,
  saveImages,
  saveRunConfiguration,
  showBuildContext,
  showBuildPage,
  showBuiltImage,
  showComposeFile,
  showConfigurationsFile,
  showContainerChanges,
  showContainerLogs,
  showContainerLogsInTerminal,
  showContainerPage,
  showContainersOfImages,
  showDiskUsage,
  showEngine,
  showEngineInformation,
  showImageAsDockerfile,
  showRule,
  showStats,
  sortImages,
  startContainers,
  stopContainers,
  stopContainersWithOptions,
  tagImage,
  toggleDanglingImages,
  toggleImageDigests,
  toggleIntermediateImages,
  unpauseContainers,
  untagImages,
  updateContainerLimits,
  uploadFilesCommand,
  uploadFolder,
  useEngine,
  waitForContainer,
];

/** Every kind of page. */
export const pages: readonly AnyPage<App>[] = [
  buildFormPage,
  buildPage,
  containerPage,
  contextPage,
  diskUsagePage,
  imagePage,
  logsPage,
  prunePage,
  runFormPage,
  statsPage,
];
