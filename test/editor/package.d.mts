export function packagePath(): string;
export function buildPackage(): string;
