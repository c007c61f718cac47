// This machine in the words of Go and of Temporal's download site.

const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' };

/** "amd64" or "arm64"; for others what Node calls them, which the download site then refuses. */
export const GO_ARCHITECTURE = ARCHITECTURES[process.arch] ?? process.arch;
