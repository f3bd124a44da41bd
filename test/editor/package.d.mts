export function existingPackage(): string;
export function packagePath(): string;
export function buildPackage(): string;
