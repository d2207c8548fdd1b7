export function table(): string
